; The installer for Windows: for one user, without administrator rights, silent with /S.
;   makensis -INPUTCHARSET UTF8 -DVERSION=1.2.3 -DSOURCE=folder -DRESULT=setup.exe installer.nsi
; /S                 asks nothing; exit status 0 installed, 2 not installed (the program is running, the disk is full …)
; /UPDATE            the program itself has started it: waits up to 30 s for the program's end and asks nothing, but shows problems
; /RESTART           with /UPDATE: opens the program afterwards, on its data folder if that is named: /DATA="D:\folder"
; /D=C:\folder       another folder; must come last, without quotation marks
; uninstall.exe /S             removes the program and leaves all data
; uninstall.exe /S /DELETEDATA removes this user's data as well

; a 64-bit installer: as the program, it needs no 32-bit part of Windows (or Wine)
Target amd64-unicode
ManifestDPIAware true
ManifestLongPathAware true
RequestExecutionLevel user
SetCompressor /SOLID lzma
SetCompressorDictSize 64
CRCCheck force
; a program of which a file was left out is worse than the old one
AllowSkipFiles off

!include MUI2.nsh
!include FileFunc.nsh
!include LogicLib.nsh
!include WordFunc.nsh
!include x64.nsh
!include WinVer.nsh

!define NAME "gongshu-desktop"
!define TITLE "拱墅众创扶持审核"
!define MAKER "gongshu-desktop maintainers"
!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\${NAME}"
!define CLASSES "Software\Classes"
!define CASE_CLASS "GongshuDesktop.Case"
!define PACKAGE_CLASS "GongshuDesktop.Package"

Name "${TITLE} ${VERSION}"
OutFile "${RESULT}"
InstallDir "$LOCALAPPDATA\Programs\${NAME}"
InstallDirRegKey HKCU "Software\${NAME}" "InstallFolder"
BrandingText "${NAME} ${VERSION}"
ShowInstDetails nevershow
ShowUninstDetails nevershow
VIProductVersion "${VERSION}.0"
VIAddVersionKey "ProductName" "${NAME}"
VIAddVersionKey "CompanyName" "${MAKER}"
VIAddVersionKey "FileDescription" "${TITLE} 安装程序"
VIAddVersionKey "FileVersion" "${VERSION}"
VIAddVersionKey "ProductVersion" "${VERSION}"
VIAddVersionKey "LegalCopyright" "MIT"

!define MUI_ICON "..\icons\gongshu.ico"
!define MUI_UNICON "..\icons\gongshu.ico"
!define MUI_ABORTWARNING
!define MUI_FINISHPAGE_RUN "$INSTDIR\${NAME}.exe"
!define MUI_PAGE_CUSTOMFUNCTION_PRE SkipWhenUpdating
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!define MUI_PAGE_CUSTOMFUNCTION_PRE SkipWhenUpdating
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
UninstPage components
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "SimpChinese"
!insertmacro MUI_LANGUAGE "English"

LangString RUNNING ${LANG_SIMPCHINESE} "程序正在运行，不能更换它的文件。请先关闭“${TITLE}”，再重新安装。"
LangString RUNNING ${LANG_ENGLISH} "The program is running, so its files cannot be replaced. Please close it and install again."
LangString FOREIGN ${LANG_SIMPCHINESE} "文件夹“$INSTDIR”里已有别的文件。请另选一个空文件夹。"
LangString FOREIGN ${LANG_ENGLISH} "The folder $INSTDIR holds other files. Please choose an empty folder."
LangString TOO_OLD ${LANG_SIMPCHINESE} "需要 64 位的 Windows 10 或更新的系统。"
LangString TOO_OLD ${LANG_ENGLISH} "64-bit Windows 10 or later is needed."
LangString NEWER ${LANG_SIMPCHINESE} "本机已装有较新的版本 $0。改装较旧的版本 ${VERSION} 后，已由新版本升级过的数据将打不开，须先恢复升级前的备份。仍要继续吗？"
LangString NEWER ${LANG_ENGLISH} "The newer version $0 is installed. After going back to ${VERSION}, data that the newer version has upgraded cannot be opened until the backup from before is restored. Continue?"
LangString CASE_FILE ${LANG_SIMPCHINESE} "审核案卷文件"
LangString CASE_FILE ${LANG_ENGLISH} "Review case file"
LangString PACKAGE_FILE ${LANG_SIMPCHINESE} "审核移交包"
LangString PACKAGE_FILE ${LANG_ENGLISH} "Review hand-over package"
LangString PROGRAM_SECTION ${LANG_SIMPCHINESE} "程序"
LangString PROGRAM_SECTION ${LANG_ENGLISH} "Program"
LangString DATA_SECTION ${LANG_SIMPCHINESE} "本人的全部案卷数据（不可恢复）"
LangString DATA_SECTION ${LANG_ENGLISH} "All case data of this user (cannot be undone)"
LangString SURE ${LANG_SIMPCHINESE} "将永久删除文件夹“$LOCALAPPDATA\${NAME}”中的全部案卷、已签署的审核意见书和操作日志。确定删除吗？"
LangString SURE ${LANG_ENGLISH} "All cases, signed memos and the journal in $LOCALAPPDATA\${NAME} will be deleted for good. Delete them?"

Var UPDATING
Var RESTART
Var DATA_FOLDER

; The first program file that cannot be opened for writing, that is, while it runs, goes to $2; "" when there is none.
!macro FindRunning un
Function ${un}FindRunning
  ${ForEach} $1 1 2 + 1
    StrCpy $2 "$INSTDIR\${NAME}.exe"
    ${IfThen} $1 == 2 ${|} StrCpy $2 "$INSTDIR\${NAME}-cli.exe" ${|}
    ${If} ${FileExists} $2
      ClearErrors
      FileOpen $3 $2 a
      ${If} ${Errors}
        Return
      ${EndIf}
      FileClose $3
    ${EndIf}
  ${Next}
  StrCpy $2 ""
FunctionEnd
!macroend
!insertmacro FindRunning ""
!insertmacro FindRunning "un."

; In an update, time is given to the program that has started it.
!macro ExpectNotRunning un
  ${For} $4 1 60
    Call ${un}FindRunning
    ${If} $2 == ""
    ${OrIf} $UPDATING != 1
      ${ExitFor}
    ${EndIf}
    Sleep 500
  ${Next}
  ${If} $2 != ""
    MessageBox MB_OK|MB_ICONEXCLAMATION "$(RUNNING)" /SD IDOK
    SetErrorLevel 2
    Quit
  ${EndIf}
!macroend

Function SkipWhenUpdating
  ${If} $UPDATING == 1
    Abort
  ${EndIf}
FunctionEnd

Function StartAgain
  ${If} $RESTART == 1
    ${If} $DATA_FOLDER == ""
      Exec '"$INSTDIR\${NAME}.exe"'
    ${Else}
      Exec '"$INSTDIR\${NAME}.exe" --data "$DATA_FOLDER"'
    ${EndIf}
  ${EndIf}
FunctionEnd

Function .onInstSuccess
  Call StartAgain
FunctionEnd

Function .onInit
  ${IfNot} ${RunningX64}
  ${OrIfNot} ${AtLeastWin10}
    MessageBox MB_OK|MB_ICONSTOP "$(TOO_OLD)" /SD IDOK
    SetErrorLevel 2
    Quit
  ${EndIf}
  SetRegView 64
  ${GetParameters} $0
  ClearErrors
  ${GetOptions} $0 "/UPDATE" $1
  ${IfNot} ${Errors}
    StrCpy $UPDATING 1
    ${GetOptions} $0 "/DATA=" $DATA_FOLDER
    ClearErrors
    ${GetOptions} $0 "/RESTART" $1
    ${IfNot} ${Errors}
      StrCpy $RESTART 1
    ${EndIf}
  ${EndIf}
FunctionEnd

; What was there is kept under another name until the new files are complete.
Function SetAside
  ${If} ${FileExists} "$INSTDIR\${NAME}.exe"
    RMDir /r "$INSTDIR\program.old"
    Delete "$INSTDIR\${NAME}*.exe.old"
  ${EndIf}
  ${If} ${FileExists} "$INSTDIR\program\*.*"
    ${IfNot} ${FileExists} "$INSTDIR\${NAME}.exe"
      MessageBox MB_OK|MB_ICONEXCLAMATION "$(FOREIGN)" /SD IDOK
      SetErrorLevel 2
      Quit
    ${EndIf}
    ${For} $4 1 60
      ClearErrors
      Rename "$INSTDIR\program" "$INSTDIR\program.old"
      ${IfNot} ${Errors}
      ${OrIf} $UPDATING != 1
        ${ExitFor}
      ${EndIf}
      Sleep 500 ; a virus scanner may still be looking at what has just ended
    ${Next}
    ${If} ${FileExists} "$INSTDIR\program\*.*"
      MessageBox MB_OK|MB_ICONEXCLAMATION "$(RUNNING)" /SD IDOK
      SetErrorLevel 2
      Quit
    ${EndIf}
    Rename "$INSTDIR\${NAME}.exe" "$INSTDIR\${NAME}.exe.old"
    Rename "$INSTDIR\${NAME}-cli.exe" "$INSTDIR\${NAME}-cli.exe.old"
  ${EndIf}
FunctionEnd

Function .onInstFailed
  ${If} ${FileExists} "$INSTDIR\program.old\*.*"
    RMDir /r "$INSTDIR\program"
    Delete "$INSTDIR\${NAME}.exe"
    Delete "$INSTDIR\${NAME}-cli.exe"
    Rename "$INSTDIR\program.old" "$INSTDIR\program"
    Rename "$INSTDIR\${NAME}.exe.old" "$INSTDIR\${NAME}.exe"
    Rename "$INSTDIR\${NAME}-cli.exe.old" "$INSTDIR\${NAME}-cli.exe"
  ${EndIf}
  SetErrorLevel 2
  Call StartAgain
FunctionEnd

!macro Associate EXTENSION CLASS WORDS
  WriteRegStr HKCU "${CLASSES}\${EXTENSION}" "" "${CLASS}"
  WriteRegStr HKCU "${CLASSES}\${CLASS}" "" "${WORDS}"
  WriteRegStr HKCU "${CLASSES}\${CLASS}\DefaultIcon" "" "$INSTDIR\program\case-file.ico"
  WriteRegStr HKCU "${CLASSES}\${CLASS}\shell\open\command" "" '"$INSTDIR\${NAME}.exe" open "%1"'
!macroend

Section
  ReadRegStr $0 HKCU "${UNINSTALL}" "DisplayVersion"
  ${If} $0 != ""
    ${VersionCompare} $0 "${VERSION}" $1
    ${If} $1 == 1
      MessageBox MB_YESNO|MB_ICONEXCLAMATION|MB_DEFBUTTON2 "$(NEWER)" /SD IDYES IDYES older
      SetErrorLevel 2
      Quit
      older:
    ${EndIf}
  ${EndIf}
  !insertmacro ExpectNotRunning ""
  Call SetAside
  SetOutPath "$INSTDIR"
  File /r "${SOURCE}\*.*"
  File "/oname=program\case-file.ico" "..\icons\case-file.ico"
  RMDir /r "$INSTDIR\program.old"
  Delete "$INSTDIR\${NAME}*.exe.old"

  WriteUninstaller "$INSTDIR\uninstall.exe"
  WriteRegStr HKCU "Software\${NAME}" "InstallFolder" "$INSTDIR"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayName" "${TITLE}"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayIcon" "$INSTDIR\${NAME}.exe"
  WriteRegStr HKCU "${UNINSTALL}" "Publisher" "${MAKER}"
  WriteRegStr HKCU "${UNINSTALL}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${UNINSTALL}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${UNINSTALL}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${UNINSTALL}" "NoModify" 1
  WriteRegDWORD HKCU "${UNINSTALL}" "NoRepair" 1
  ${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2
  IntFmt $0 "0x%08X" $0
  WriteRegDWORD HKCU "${UNINSTALL}" "EstimatedSize" "$0"
  !insertmacro Associate ".gscase" "${CASE_CLASS}" "$(CASE_FILE)"
  !insertmacro Associate ".gspack" "${PACKAGE_CLASS}" "$(PACKAGE_FILE)"
  ${RefreshShellIcons}
  CreateShortcut "$SMPROGRAMS\${TITLE}.lnk" "$INSTDIR\${NAME}.exe"
  CreateShortcut "$DESKTOP\${TITLE}.lnk" "$INSTDIR\${NAME}.exe"
SectionEnd

!macro Dissociate EXTENSION CLASS
  ReadRegStr $0 HKCU "${CLASSES}\${EXTENSION}" ""
  ${If} $0 == "${CLASS}"
    DeleteRegKey HKCU "${CLASSES}\${EXTENSION}"
  ${EndIf}
  DeleteRegKey HKCU "${CLASSES}\${CLASS}"
!macroend

Section "!un.$(PROGRAM_SECTION)"
  SectionIn RO
  !insertmacro ExpectNotRunning "un."
  ; only what the installer put there, whatever else lies in the folder
  RMDir /r "$INSTDIR\program"
  RMDir /r "$INSTDIR\program.old"
  Delete "$INSTDIR\${NAME}.exe"
  Delete "$INSTDIR\${NAME}-cli.exe"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  Delete "$SMPROGRAMS\${TITLE}.lnk"
  Delete "$DESKTOP\${TITLE}.lnk"
  !insertmacro Dissociate ".gscase" "${CASE_CLASS}"
  !insertmacro Dissociate ".gspack" "${PACKAGE_CLASS}"
  DeleteRegKey HKCU "${UNINSTALL}"
  DeleteRegKey HKCU "Software\${NAME}"
  ${RefreshShellIcons}
SectionEnd

Section /o "un.$(DATA_SECTION)" DATA
  MessageBox MB_YESNO|MB_ICONEXCLAMATION|MB_DEFBUTTON2 "$(SURE)" /SD IDYES IDNO kept
  RMDir /r "$LOCALAPPDATA\${NAME}"
  kept:
SectionEnd

Function un.onInit
  SetRegView 64
  ${GetParameters} $0
  ClearErrors
  ${GetOptions} $0 "/DELETEDATA" $1
  ${IfNot} ${Errors}
    SectionGetFlags ${DATA} $1
    IntOp $1 $1 | ${SF_SELECTED}
    SectionSetFlags ${DATA} $1
  ${EndIf}
FunctionEnd
