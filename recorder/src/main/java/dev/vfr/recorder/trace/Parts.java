package dev.vfr.recorder.trace;

import dev.vfr.model.event.CaptureSource;
import dev.vfr.model.event.DataEvent.Digest;
import dev.vfr.model.event.DeviceEvent.SetCause;
import dev.vfr.model.event.EventHeader;
import dev.vfr.model.event.MemoryEvent.IovaRange;
import dev.vfr.model.vfio.DeviceState;
import dev.vfr.model.vfio.FdKind;
import dev.vfr.recorder.trace.sbe.CaptureSourceCode;
import dev.vfr.recorder.trace.sbe.DeviceStateCode;
import dev.vfr.recorder.trace.sbe.FdKindCode;
import dev.vfr.recorder.trace.sbe.IovaRangeDecoder;
import dev.vfr.recorder.trace.sbe.IovaRangeEncoder;
import dev.vfr.recorder.trace.sbe.OriginDecoder;
import dev.vfr.recorder.trace.sbe.OriginEncoder;
import dev.vfr.recorder.trace.sbe.SetCauseCode;
import dev.vfr.recorder.trace.sbe.YesNo;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// The binary form of what several events are made of.
///
/// An enum constant that the schema or the model has alone fails when this class is loaded.
final class Parts {

    private static final EnumCodes<DeviceState, DeviceStateCode> DEVICE_STATES =
            EnumCodes.of(DeviceState.class, DeviceStateCode.class);
    private static final EnumCodes<SetCause, SetCauseCode> SET_CAUSES =
            EnumCodes.of(SetCause.class, SetCauseCode.class);
    private static final EnumCodes<FdKind, FdKindCode> FD_KINDS = EnumCodes.of(FdKind.class, FdKindCode.class);
    private static final EnumCodes<CaptureSource, CaptureSourceCode> CAPTURE_SOURCES =
            EnumCodes.of(CaptureSource.class, CaptureSourceCode.class);

    private Parts() {}

    static void encode(EventHeader header, OriginEncoder to) {
        to.timeNs(header.timeNs())
                .durationNs(header.durationNs())
                .process(header.process())
                .thread(header.thread())
                .device(header.device())
                .session(header.session());
    }

    static EventHeader decode(long seq, OriginDecoder from) {
        return new EventHeader(
                seq, from.timeNs(), from.durationNs(), from.process(), from.thread(), from.device(), from.session());
    }

    static void encode(IovaRange range, IovaRangeEncoder to) {
        to.iova(range.iova()).lengthBytes(range.lengthBytes());
    }

    static IovaRange decode(IovaRangeDecoder from) {
        return new IovaRange(from.iova(), from.lengthBytes());
    }

    static DeviceStateCode code(DeviceState state) {
        return DEVICE_STATES.code(state);
    }

    static DeviceState deviceState(DeviceStateCode code) {
        return DEVICE_STATES.constant(code);
    }

    static Optional<DeviceState> optionalDeviceState(DeviceStateCode code) {
        return code == DeviceStateCode.NULL_VAL ? Optional.empty() : Optional.of(deviceState(code));
    }

    static SetCauseCode code(SetCause cause) {
        return SET_CAUSES.code(cause);
    }

    static SetCause setCause(SetCauseCode code) {
        return SET_CAUSES.constant(code);
    }

    static FdKindCode code(FdKind kind) {
        return FD_KINDS.code(kind);
    }

    static FdKind fdKind(FdKindCode code) {
        return FD_KINDS.constant(code);
    }

    static CaptureSourceCode code(CaptureSource source) {
        return CAPTURE_SOURCES.code(source);
    }

    static CaptureSource captureSource(CaptureSourceCode code) {
        return CAPTURE_SOURCES.constant(code);
    }

    static YesNo yesNo(boolean value) {
        return value ? YesNo.YES : YesNo.NO;
    }

    static boolean isYes(YesNo value) {
        return value == YesNo.YES;
    }

    static Optional<Boolean> optionalYes(YesNo value) {
        return value == YesNo.NULL_VAL ? Optional.empty() : Optional.of(isYes(value));
    }

    static OptionalLong optional(boolean present, long value) {
        return present ? OptionalLong.of(value) : OptionalLong.empty();
    }

    static OptionalInt optional(boolean present, int value) {
        return present ? OptionalInt.of(value) : OptionalInt.empty();
    }

    static Optional<String> optional(boolean present, String value) {
        return present ? Optional.of(value) : Optional.empty();
    }

    static Optional<Digest> digest(boolean present, String algorithm, long value) {
        return present ? Optional.of(new Digest(algorithm, value)) : Optional.empty();
    }
}
