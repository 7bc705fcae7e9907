/* Stands in for the ICU of Windows 10 with no codec at all: Qt asks it for names of old encodings that nothing here uses. */
#define ANSWER __declspec(dllexport)
enum { FILE_ACCESS_ERROR = 4 };

ANSWER void *ucnv_open(const char *name, int *error) { if (error) *error = FILE_ACCESS_ERROR; return 0; }
ANSWER void ucnv_close(void *codec) {}
ANSWER void ucnv_reset(void *codec) {}
ANSWER signed char ucnv_getMaxCharSize(void *codec) { return 4; }
ANSWER const char *ucnv_getName(void *codec, int *error) { return ""; }
ANSWER const char *ucnv_getStandardName(const char *name, const char *standard, int *error) { return 0; }
ANSWER int ucnv_countAvailable(void) { return 0; }
ANSWER const char *ucnv_getAvailableName(int index) { return 0; }
ANSWER void ucnv_toUnicode(void) {}
ANSWER void ucnv_fromUnicode(void) {}
ANSWER int ucnv_toUCountPending(void *codec, int *error) { return 0; }
ANSWER int ucnv_fromUCountPending(void *codec, int *error) { return 0; }
ANSWER void ucnv_cbToUWriteUChars(void) {}
ANSWER void ucnv_cbFromUWriteUChars(void) {}
ANSWER void ucnv_setToUCallBack(void) {}
ANSWER void ucnv_setFromUCallBack(void) {}
ANSWER void ucnv_getToUCallBack(void *codec, void **action, void **context) { *action = 0; *context = 0; }
ANSWER void ucnv_getFromUCallBack(void *codec, void **action, void **context) { *action = 0; *context = 0; }
ANSWER void UCNV_FROM_U_CALLBACK_SUBSTITUTE(void) {}
ANSWER void UCNV_TO_U_CALLBACK_SUBSTITUTE(void) {}
