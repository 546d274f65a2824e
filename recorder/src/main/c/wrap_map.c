/*
 * mmap and munmap of a device's regions.
 *
 * What is mapped stands in a small table of the process, so that munmap can tell a region from other memory. vfio-pci
 * keeps the region's index in the upper bits of the offset, and the drivers that are not its kin follow it in that.
 */
#include <errno.h>
#include <string.h>
#include <sys/mman.h>

#include "events.h"
#include "files.h"
#include "introduce.h"
#include "origin.h"
#include "real.h"

#define REGION_SHIFT 40
#define MAPPINGS 128

struct mapping {
    uint32_t taken; /* 2: in use, 1: being filled */
    int32_t device; /* index into vfr_devices */
    uintptr_t at;
    uint64_t length;
    uint64_t offset;
};

static struct mapping mappings[MAPPINGS];
static uint32_t mapping_count;
static uint32_t full_told;

static char *put_text(char *to, const char *text)
{
    size_t length = strlen(text);

    memcpy(to, text, length + 1);
    return to + length;
}

static char *put_number(char *to, uint64_t number, unsigned int base)
{
    char digits[24];
    int count = 0;

    for (; number != 0 || count == 0; number /= base)
        digits[count++] = "0123456789abcdef"[number % base];
    while (count > 0)
        *to++ = digits[--count];
    *to = '\0';
    return to;
}

/* Such as `region 0 +0x1000, 4096 bytes`. */
static void describe(char *to, uint64_t offset, uint64_t length)
{
    to = put_text(to, "region ");
    to = put_number(to, offset >> REGION_SHIFT, 10);
    to = put_text(to, " +0x");
    to = put_number(to, offset & ((UINT64_C(1) << REGION_SHIFT) - 1), 16);
    to = put_text(to, ", ");
    to = put_number(to, length, 10);
    put_text(to, " bytes");
}

static void remember(int32_t device, uintptr_t at, uint64_t length, uint64_t offset)
{
    for (int i = 0; i < MAPPINGS; i++) {
        struct mapping *mapping = &mappings[i];
        uint32_t none = 0;
        if (!__atomic_compare_exchange_n(&mapping->taken, &none, 1, false, __ATOMIC_ACQ_REL, __ATOMIC_RELAXED))
            continue;
        mapping->device = device;
        mapping->at = at;
        mapping->length = length;
        mapping->offset = offset;
        __atomic_store_n(&mapping->taken, 2, __ATOMIC_RELEASE);
        __atomic_fetch_add(&mapping_count, 1, __ATOMIC_RELAXED);
        return;
    }
    vfr_tell_loss(&full_told, "the process has mapped more device regions than the recorder follows: when they are unmapped "
                              "is not shown");
}

static void put_unmapped(const struct mapping *mapping, uint64_t from, uint64_t length, int64_t start_ns)
{
    struct vfr_call call = {
        .file = VFR_NO_FILE, .device = mapping->device, .session = VFR_NO_SESSION, .start_ns = start_ns};
    struct vfr_origin origin;
    char text[96];

    if (!vfr_origin_of(&call, &origin))
        return;
    describe(text, mapping->offset + from, length);
    vfr_region_unmapped(&origin, text);
}

/* Takes [at, at + length) out of all mappings; what is left of one on either side stays. */
static void forget(uintptr_t at, uint64_t length, int64_t start_ns)
{
    uintptr_t end = at + ((length + 4095) & ~UINT64_C(4095));

    for (int i = 0; i < MAPPINGS; i++) {
        struct mapping *mapping = &mappings[i];
        if (__atomic_load_n(&mapping->taken, __ATOMIC_ACQUIRE) != 2)
            continue;
        const struct mapping whole = *mapping;
        uintptr_t whole_end = whole.at + whole.length;
        uintptr_t first = at > whole.at ? at : whole.at;
        uintptr_t last = end < whole_end ? end : whole_end;
        uint32_t taken = 2;
        if (first >= last || !__atomic_compare_exchange_n(&mapping->taken, &taken, 0, false, __ATOMIC_ACQ_REL,
                                                          __ATOMIC_RELAXED))
            continue;
        __atomic_fetch_sub(&mapping_count, 1, __ATOMIC_RELAXED);
        put_unmapped(&whole, first - whole.at, last - first, start_ns);
        if (first > whole.at)
            remember(whole.device, whole.at, first - whole.at, whole.offset);
        if (last < whole_end)
            remember(whole.device, last, whole_end - last, whole.offset + (last - whole.at));
    }
}

static bool forgets(void)
{
    return VFR_UNLIKELY(__atomic_load_n(&mapping_count, __ATOMIC_RELAXED) != 0) && vfr_vfork_depth == 0;
}

static void mapped(struct vfr_call *call, uintptr_t at, uint64_t length, uint64_t offset)
{
    struct vfr_origin origin;
    char text[96];

    if (vfr_origin_of(call, &origin)) {
        describe(text, offset, length);
        vfr_region_mapped(&origin, text);
    }
    remember(call->device, at, length, offset);
}

#define MAPPED(real_call)                                                                                  \
    struct vfr_call call;                                                                                  \
    bool ours = vfr_tracked(fd) && vfr_call_begin(fd, &call) && call.kind == VFR_KIND_DEVICE;              \
    bool replaces = (flags & MAP_FIXED) != 0 && forgets();                                                 \
    if (VFR_LIKELY(!ours && !replaces))                                                                    \
        return vfr_real.real_call;                                                                         \
    int64_t start_ns = vfr_now();                                                                          \
    void *result = vfr_real.real_call;                                                                     \
    int error = errno;                                                                                     \
    if (result != MAP_FAILED && replaces)                                                                  \
        forget((uintptr_t)result, length, start_ns);                                                       \
    if (result != MAP_FAILED && ours)                                                                      \
        mapped(&call, (uintptr_t)result, length, (uint64_t)offset);                                        \
    errno = error;                                                                                         \
    return result

VFR_EXPORT void *mmap(void *at, size_t length, int protection, int flags, int fd, off_t offset)
{
    MAPPED(mmap(at, length, protection, flags, fd, offset));
}

VFR_EXPORT void *mmap64(void *at, size_t length, int protection, int flags, int fd, off64_t offset)
{
    MAPPED(mmap64(at, length, protection, flags, fd, offset));
}

VFR_EXPORT int munmap(void *at, size_t length)
{
    if (VFR_LIKELY(!forgets()))
        return vfr_real.munmap(at, length);
    int64_t start_ns = vfr_now();
    int result = vfr_real.munmap(at, length);
    int error = errno;
    if (result == 0)
        forget((uintptr_t)at, length, start_ns);
    errno = error;
    return result;
}
