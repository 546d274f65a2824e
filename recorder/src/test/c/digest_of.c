/*
 * Reads pairs "OFFSET LENGTH" from the arguments and prints the digest of those bytes of standard input, by the
 * processor's instruction and by table.
 */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "digest.h"

static char bytes[1 << 20];

int main(int count, char **arguments)
{
    size_t filled = 0;
    ssize_t got;

    while (filled < sizeof bytes && (got = read(0, bytes + filled, sizeof bytes - filled)) > 0)
        filled += (size_t)got;
    vfr_digest_init();
    for (int i = 1; i + 1 < count; i += 2) {
        size_t at = strtoul(arguments[i], NULL, 10);
        size_t length = strtoul(arguments[i + 1], NULL, 10);
        /* In two steps as well, as a readv does it. */
        uint32_t half = vfr_digest(vfr_digest(0, bytes + at, length / 3), bytes + at + length / 3, length - length / 3);
        printf("%x %x %x\n", vfr_digest(0, bytes + at, length), vfr_digest_by_table(0, bytes + at, length), half);
    }
    return 0;
}
