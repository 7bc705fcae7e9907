/* Stands in for Windows' colour management: this screen has no profile. */
#define ANSWER __declspec(dllexport)

ANSWER void *OpenColorProfileW(void *profile, unsigned access, unsigned share, unsigned creation) { return 0; }
ANSWER int CloseColorProfile(void *profile) { return 1; }
ANSWER void *WcsCreateIccProfile(void *profile, unsigned options) { return 0; }
ANSWER int GetColorProfileFromHandle(void *profile, void *content, unsigned *size) { return 0; }
