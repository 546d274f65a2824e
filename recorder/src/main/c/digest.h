/* CRC32C, the digest of device data: polynomial 0x1EDC6F41, reflected, as java.util.zip.CRC32C. */
#ifndef VFR_DIGEST_H
#define VFR_DIGEST_H

#include <stddef.h>
#include <stdint.h>

/* Builds the tables and looks what the processor can. */
void vfr_digest_init(void);

/* Goes on from `crc`, which is 0 at the start. */
uint32_t vfr_digest(uint32_t crc, const void *bytes, size_t length);

/* The same without the processor's own instruction. */
uint32_t vfr_digest_by_table(uint32_t crc, const void *bytes, size_t length);

#endif
