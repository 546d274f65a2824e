#undef LTTNG_UST_TRACEPOINT_PROVIDER
#define LTTNG_UST_TRACEPOINT_PROVIDER vfr_bench

#undef LTTNG_UST_TRACEPOINT_INCLUDE
#define LTTNG_UST_TRACEPOINT_INCLUDE "./lttng_calls.h"

#if !defined(LTTNG_CALLS_H) || defined(LTTNG_UST_TRACEPOINT_HEADER_MULTI_READ)
#define LTTNG_CALLS_H

#include <lttng/tracepoint.h>
#include <stdint.h>

LTTNG_UST_TRACEPOINT_EVENT(
    vfr_bench, call,
    LTTNG_UST_TP_ARGS(int, fd, uint64_t, asked, int64_t, answered, int64_t, duration_ns),
    LTTNG_UST_TP_FIELDS(
        lttng_ust_field_integer(int, fd, fd)
        lttng_ust_field_integer(uint64_t, asked, asked)
        lttng_ust_field_integer(int64_t, answered, answered)
        lttng_ust_field_integer(int64_t, duration_ns, duration_ns)))

#endif

#include <lttng/tracepoint-event.h>
