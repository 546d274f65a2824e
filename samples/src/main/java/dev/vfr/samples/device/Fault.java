package dev.vfr.samples.device;

import dev.vfr.model.vfio.Arc;
import dev.vfr.model.vfio.DeviceState;
import dev.vfr.model.vfio.Errno;
import dev.vfr.samples.data.Default;

/// Something that is wrong with a device.
///
/// Faults are data: a device has a list of them, and each works without the others. What a fault does is in the
/// class that it happens in; [Faults] knows which of them are due.
public sealed interface Fault {

    /// An arc fails. In ERROR the data_fds are dead.
    ///
    /// @param leftIn the state that the device is in afterwards: the arc's first state, or ERROR
    /// @param times how often it fails before it works
    record ArcFails(
            Arc arc,
            Errno errno,
            DeviceState leftIn,
            @Default("1") int times) implements Fault {}

    /// An arc takes longer.
    ///
    /// @param extraNs ns on top of the driver's
    record ArcIsSlow(Arc arc, long extraNs) implements Fault {}

    /// The driver waits for the device to be suspended until it aborts with ETIMEDOUT.
    ///
    /// @param arc the device is left in its first state
    /// @param times how often, before it works
    record SuspendTimesOut(Arc arc, @Default("1") int times) implements Fault {}

    /// An arc never returns: the thread that asked for it is stuck in the kernel.
    record ArcNeverReturns(Arc arc) implements Fault {}

    /// A call fails before it does anything.
    ///
    /// @param after how many such calls do well before
    /// @param times how many then fail
    record CallFails(
            DeviceCall call,
            Errno errno,
            @Default("0") int after,
            @Default("1") int times) implements Fault {}

    /// Reads of a saving session fail from some byte on.
    ///
    /// @param fromOffset bytes of the session after which reads fail
    record ReadFails(long fromOffset, Errno errno) implements Fault {}

    /// A write to a resuming session that touches some byte or one behind it fails, and takes nothing.
    ///
    /// @param fromOffset position of the byte in the session
    record WriteFails(long fromOffset, Errno errno) implements Fault {}

    /// No read returns more than so much.
    record ReadsAreShort(int maxBytes) implements Fault {}

    /// A write takes no more than so much.
    record WritesAreShort(int maxBytes) implements Fault {}

    /// Every read takes longer.
    record ReadsAreSlow(long extraNs) implements Fault {}

    /// One read hangs for a while.
    ///
    /// @param fromOffset bytes of the session after which the next read hangs, once in each session
    record ReadStalls(long fromOffset, long stallNs) implements Fault {}

    /// While the device runs, dirty data comes faster than it can be read: each read is followed by as much
    /// again.
    record DirtyNeverEnds() implements Fault {}

    /// Reads say ENOMSG in STOP_COPY, which the uapi forbids.
    ///
    /// @param fromOffset bytes of the session after which they do
    /// @param times how often, before they do well
    record EnomsgInStopCopy(long fromOffset, @Default("1") int times) implements Fault {}

    /// Reads in PRE_COPY return 0 though there is data.
    ///
    /// @param fromOffset bytes of the session after which they do
    /// @param times how often, before they do well
    record EndInPreCopy(long fromOffset, @Default("1") int times) implements Fault {}

    /// An estimate is not what the device knows. The answer is taken modulo 2^64, as an unsigned number.
    ///
    /// @param percent of the true value, 100 if it is reported as it is
    /// @param plusBytes added to that; negative numbers end near 2^64
    /// @param plusBytesEachQuery added once more with each query
    record EstimateLies(
            Estimate estimate,
            @Default("100") int percent,
            @Default("0") long plusBytes,
            @Default("0") long plusBytesEachQuery)
            implements Fault {}

    /// One bit of a byte is wrong in what the source gives.
    ///
    /// @param offset position of the byte in the session
    record ByteCorrupted(long offset) implements Fault {}

    /// The stream ends early in STOP_COPY: reads return 0 from some byte on.
    ///
    /// @param atOffset bytes of the session
    record ImageTruncated(long atOffset) implements Fault {}

    /// The device is reset without a call, as by FLR or AER: it is RUNNING and its data_fds are dead.
    record AsynchronousReset(Moment moment) implements Fault {}

    /// The device is gone, as if pulled out: every call on it and its data_fds says ENODEV from then on.
    record DeviceGone(Moment moment) implements Fault {}

    /// The device has new initial data while it runs in PRE_COPY. VFIO_PRECOPY_INFO_REINIT reports it to those who
    /// opted
    /// in; it takes Linux 7.1.
    ///
    /// @param initialBytes bytes of new initial data; what was dirty counts no more
    record Reinit(Moment moment, long initialBytes) implements Fault {}

    /// An arc inside of the saving group returns a second data_fd of the same session.
    record SecondDataFd(Arc arc) implements Fault {}

    /// There is no number for a new data_fd: the arc happened, but its session is lost.
    ///
    /// @param errno EMFILE for the process, ENFILE for the system
    /// @param times how often, before there is one
    record NoFreeFd(Errno errno, @Default("1") int times) implements Fault {}

    /// A fault that only some runs have.
    ///
    /// @param percent of the seeds that have it
    record Sometimes(int percent, Fault fault) implements Fault {}
}
