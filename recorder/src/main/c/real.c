/* Finds the functions beneath ours, and stands in for them until they are found. */
#include "real.h"

#include <dlfcn.h>
#include <errno.h>
#include <stdbool.h>
#include <sys/syscall.h>
#include <unistd.h>

int vfr_missing(void)
{
    errno = ENOSYS;
    return -1;
}

/* What a function of this libc falls back to where it has none. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wunused-parameter"
#define VFR_RAW(result, name, parameters, arguments, raw) \
    static result raw_##name parameters                   \
    {                                                     \
        return raw;                                       \
    }
VFR_REAL_FUNCTIONS(VFR_RAW)
#pragma GCC diagnostic pop

/* What the pointers lead to at first. Where they still do after resolving, dlsym itself is the caller. */
#define VFR_EARLY(result, name, parameters, arguments, raw)                      \
    static result early_##name parameters                                        \
    {                                                                            \
        vfr_real_resolve();                                                      \
        result(*function) parameters = __atomic_load_n(&vfr_real.name, __ATOMIC_ACQUIRE); \
        if (function == early_##name)                                            \
            return raw_##name arguments;                                         \
        return function arguments;                                               \
    }
VFR_REAL_FUNCTIONS(VFR_EARLY)

struct vfr_real_functions vfr_real = {
#define VFR_INITIAL(result, name, parameters, arguments, raw) .name = early_##name,
    VFR_REAL_FUNCTIONS(VFR_INITIAL)
};

/* A call that comes in while dlsym is at work, from an allocator for instance, must not ask dlsym again. */
static bool resolving;

void vfr_real_resolve(void)
{
    if (__atomic_exchange_n(&resolving, true, __ATOMIC_ACQ_REL))
        return;
#define VFR_RESOLVE(result, name, parameters, arguments, raw)         \
    {                                                                 \
        void *found = dlsym(RTLD_NEXT, #name);                        \
        result(*function) parameters = raw_##name;                    \
        if (found != NULL)                                            \
            __builtin_memcpy(&function, &found, sizeof function);     \
        __atomic_store_n(&vfr_real.name, function, __ATOMIC_RELEASE); \
    }
    VFR_REAL_FUNCTIONS(VFR_RESOLVE)
    __atomic_store_n(&resolving, false, __ATOMIC_RELEASE);
}
