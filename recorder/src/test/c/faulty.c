/* A library with a fault, to show that the sanitizers report what they are there for. */
#include <stdlib.h>

static const char letters[4] = {'v', 'f', 'r', 0};

/* Reads the byte that VFR_FAULT says; from 4 on it lies behind the array. */
__attribute__((constructor)) static void read_letter(void)
{
    const char *at = getenv("VFR_FAULT");
    if (at != NULL) {
        const volatile char *letter = letters;
        (void) letter[atoi(at)];
    }
}
