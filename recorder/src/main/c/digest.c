/*
 * CRC32C with the processor's instruction, three at a time.
 *
 * The instruction takes one step a cycle but answers after three, so one chain of them leaves two thirds of the unit
 * idle. We run three chains over three neighbouring blocks and put their results together: what the first chain found is
 * shifted by as many zero bytes as lie behind its block. Shifting is linear, so a table of what each byte of a checksum
 * becomes does it in four look-ups.
 */
#include "digest.h"

#include <stdbool.h>
#include <string.h>

#define POLYNOMIAL 0x82f63b78u
#define LONG_BLOCK 8192
#define SHORT_BLOCK 256

static uint32_t byte_table[8][256];
static uint32_t long_shift[4][256];
static uint32_t short_shift[4][256];
static bool has_instruction;

/* a · b modulo the polynomial; bit 31 is the power 0. */
static uint32_t multiply(uint32_t a, uint32_t b)
{
    uint32_t product = 0;

    for (uint32_t bit = 0x80000000u; bit != 0; bit >>= 1) {
        if (a & bit)
            product ^= b;
        b = b & 1 ? (b >> 1) ^ POLYNOMIAL : b >> 1;
    }
    return product;
}

/* The factor that appends `bytes` zero bytes: x to the power of 8 · bytes. */
static uint32_t shift_by(size_t bytes)
{
    uint32_t factor = 0x80000000u;
    uint32_t square = 0x00800000u; /* x^8 */

    for (; bytes != 0; bytes >>= 1) {
        if (bytes & 1)
            factor = multiply(factor, square);
        square = multiply(square, square);
    }
    return factor;
}

static void build_shift(uint32_t table[4][256], size_t bytes)
{
    uint32_t factor = shift_by(bytes);

    for (int part = 0; part < 4; part++) {
        table[part][0] = 0;
        for (int bit = 0; bit < 8; bit++)
            table[part][1 << bit] = multiply(1u << (8 * part + bit), factor);
        for (int value = 1; value < 256; value++)
            table[part][value] = table[part][value & (value - 1)] ^ table[part][value & -value];
    }
}

static uint32_t shift(uint32_t table[4][256], uint32_t crc)
{
    return table[0][crc & 0xff] ^ table[1][crc >> 8 & 0xff] ^ table[2][crc >> 16 & 0xff] ^ table[3][crc >> 24];
}

static void build_byte_table(void)
{
    for (uint32_t value = 0; value < 256; value++) {
        uint32_t crc = value;
        for (int bit = 0; bit < 8; bit++)
            crc = crc & 1 ? (crc >> 1) ^ POLYNOMIAL : crc >> 1;
        byte_table[0][value] = crc;
    }
    for (int row = 1; row < 8; row++)
        for (int value = 0; value < 256; value++) {
            uint32_t before = byte_table[row - 1][value];
            byte_table[row][value] = (before >> 8) ^ byte_table[0][before & 0xff];
        }
}

static uint64_t load64(const uint8_t *from)
{
    uint64_t value;

    memcpy(&value, from, sizeof value);
    return value;
}

static uint32_t by_table(uint32_t crc, const uint8_t *at, size_t length)
{
    for (; length >= 8; at += 8, length -= 8) {
        uint64_t word = load64(at) ^ crc;
        crc = byte_table[7][word & 0xff] ^ byte_table[6][word >> 8 & 0xff] ^ byte_table[5][word >> 16 & 0xff] ^
              byte_table[4][word >> 24 & 0xff] ^ byte_table[3][word >> 32 & 0xff] ^ byte_table[2][word >> 40 & 0xff] ^
              byte_table[1][word >> 48 & 0xff] ^ byte_table[0][word >> 56];
    }
    for (; length > 0; at++, length--)
        crc = (crc >> 8) ^ byte_table[0][(crc ^ *at) & 0xff];
    return crc;
}

#if defined(__x86_64__)
#include <nmmintrin.h>
#define WITH_INSTRUCTION __attribute__((target("sse4.2")))
#define STEP64(crc, word) _mm_crc32_u64(crc, word)
#define STEP8(crc, byte) _mm_crc32_u8((uint32_t)(crc), byte)
static bool find_instruction(void)
{
    __builtin_cpu_init();
    return __builtin_cpu_supports("sse4.2");
}
#elif defined(__aarch64__)
#include <arm_acle.h>
#include <sys/auxv.h>
#define WITH_INSTRUCTION __attribute__((target("+crc")))
#define STEP64(crc, word) __crc32cd((uint32_t)(crc), word)
#define STEP8(crc, byte) __crc32cb((uint32_t)(crc), byte)
static bool find_instruction(void)
{
    return (getauxval(AT_HWCAP) & (1 << 7)) != 0; /* HWCAP_CRC32 */
}
#endif

#ifdef WITH_INSTRUCTION
/* As many triples of blocks as there are; moves `at` behind them. */
WITH_INSTRUCTION static inline uint64_t triples(uint64_t crc, const uint8_t **at, size_t *length, size_t block,
                                                uint32_t table[4][256])
{
    while (*length >= 3 * block) {
        const uint8_t *from = *at;
        uint64_t second = 0;
        uint64_t third = 0;
        for (const uint8_t *end = from + block; from < end; from += 8) {
            crc = STEP64(crc, load64(from));
            second = STEP64(second, load64(from + block));
            third = STEP64(third, load64(from + 2 * block));
        }
        crc = shift(table, (uint32_t)crc) ^ second;
        crc = shift(table, (uint32_t)crc) ^ third;
        *at += 3 * block;
        *length -= 3 * block;
    }
    return crc;
}

WITH_INSTRUCTION static uint32_t by_instruction(uint32_t start, const uint8_t *at, size_t length)
{
    uint64_t crc = triples(start, &at, &length, LONG_BLOCK, long_shift);

    crc = triples(crc, &at, &length, SHORT_BLOCK, short_shift);
    for (; length >= 8; at += 8, length -= 8)
        crc = STEP64(crc, load64(at));
    for (; length > 0; at++, length--)
        crc = STEP8(crc, *at);
    return (uint32_t)crc;
}
#else
static bool find_instruction(void)
{
    return false;
}

static uint32_t by_instruction(uint32_t start, const uint8_t *at, size_t length)
{
    return by_table(start, at, length);
}
#endif

void vfr_digest_init(void)
{
    build_byte_table();
    build_shift(long_shift, LONG_BLOCK);
    build_shift(short_shift, SHORT_BLOCK);
    has_instruction = find_instruction();
}

uint32_t vfr_digest(uint32_t crc, const void *bytes, size_t length)
{
    return ~(has_instruction ? by_instruction(~crc, bytes, length) : by_table(~crc, bytes, length));
}

uint32_t vfr_digest_by_table(uint32_t crc, const void *bytes, size_t length)
{
    return ~by_table(~crc, bytes, length);
}
