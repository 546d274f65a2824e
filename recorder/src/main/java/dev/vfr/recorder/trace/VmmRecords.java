package dev.vfr.recorder.trace;

import dev.vfr.model.event.VmmEvent;
import dev.vfr.model.event.VmmEvent.CommandRefused;
import dev.vfr.model.event.VmmEvent.DeviceStateAnnounced;
import dev.vfr.model.event.VmmEvent.DeviceStateWanted;
import dev.vfr.model.event.VmmEvent.DowntimeCheckpointPassed;
import dev.vfr.model.event.VmmEvent.ErrorLinePrinted;
import dev.vfr.model.event.VmmEvent.HandlerDowntimeMeasured;
import dev.vfr.model.event.VmmEvent.MigrationBlocked;
import dev.vfr.model.event.VmmEvent.MigrationCapabilitiesShown;
import dev.vfr.model.event.VmmEvent.MigrationParametersShown;
import dev.vfr.model.event.VmmEvent.MigrationProgressQueried;
import dev.vfr.model.event.VmmEvent.MigrationQueried;
import dev.vfr.model.event.VmmEvent.MigrationStatusChanged;
import dev.vfr.model.event.VmmEvent.MultifdBufferSeen;
import dev.vfr.model.event.VmmEvent.RunStateChanged;
import dev.vfr.model.event.VmmEvent.StreamRecordSeen;
import dev.vfr.model.event.VmmEvent.VmmCommandSeen;
import dev.vfr.model.event.VmmEvent.VmmEstimated;
import dev.vfr.model.event.VmmEvent.VmmStepSeen;
import dev.vfr.recorder.trace.sbe.DeviceStateAnnouncedDecoder;
import dev.vfr.recorder.trace.sbe.DeviceStateAnnouncedEncoder;
import dev.vfr.recorder.trace.sbe.DeviceStateWantedDecoder;
import dev.vfr.recorder.trace.sbe.DeviceStateWantedEncoder;
import dev.vfr.recorder.trace.sbe.DowntimeCheckpointPassedDecoder;
import dev.vfr.recorder.trace.sbe.DowntimeCheckpointPassedEncoder;
import dev.vfr.recorder.trace.sbe.ErrorLinePrintedDecoder;
import dev.vfr.recorder.trace.sbe.ErrorLinePrintedEncoder;
import dev.vfr.recorder.trace.sbe.ErrorLinePrintedPresentDecoder;
import dev.vfr.recorder.trace.sbe.HandlerDowntimeMeasuredDecoder;
import dev.vfr.recorder.trace.sbe.HandlerDowntimeMeasuredEncoder;
import dev.vfr.recorder.trace.sbe.MessageHeaderDecoder;
import dev.vfr.recorder.trace.sbe.MessageHeaderEncoder;
import dev.vfr.recorder.trace.sbe.MigrationQueriedDecoder;
import dev.vfr.recorder.trace.sbe.MigrationQueriedEncoder;
import dev.vfr.recorder.trace.sbe.MigrationQueriedPresentDecoder;
import dev.vfr.recorder.trace.sbe.MigrationStatusChangedDecoder;
import dev.vfr.recorder.trace.sbe.MigrationStatusChangedEncoder;
import dev.vfr.recorder.trace.sbe.MultifdBufferSeenDecoder;
import dev.vfr.recorder.trace.sbe.MultifdBufferSeenEncoder;
import dev.vfr.recorder.trace.sbe.RunStateChangedDecoder;
import dev.vfr.recorder.trace.sbe.RunStateChangedEncoder;
import dev.vfr.recorder.trace.sbe.StreamRecordSeenDecoder;
import dev.vfr.recorder.trace.sbe.StreamRecordSeenEncoder;
import dev.vfr.recorder.trace.sbe.StreamRecordSeenPresentDecoder;
import dev.vfr.recorder.trace.sbe.VmmCommandSeenDecoder;
import dev.vfr.recorder.trace.sbe.VmmCommandSeenEncoder;
import dev.vfr.recorder.trace.sbe.VmmEstimatedDecoder;
import dev.vfr.recorder.trace.sbe.VmmEstimatedEncoder;
import dev.vfr.recorder.trace.sbe.VmmEstimatedPresentDecoder;
import dev.vfr.recorder.trace.sbe.VmmStepSeenDecoder;
import dev.vfr.recorder.trace.sbe.VmmStepSeenEncoder;
import dev.vfr.recorder.trace.sbe.YesNo;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/// The binary form of the events about what the VMM did and said, message by message as in `events.xml`.
///
/// Encoders return the end of what they wrote. Used by one thread at a time.
final class VmmRecords {

    private final AnswerRecords answers;
    private final MessageHeaderEncoder messageHeader = new MessageHeaderEncoder();
    private final MessageHeaderDecoder messageHeaderRead = new MessageHeaderDecoder();
    private final RunStateChangedEncoder runStateChangedEncoder = new RunStateChangedEncoder();
    private final RunStateChangedDecoder runStateChangedDecoder = new RunStateChangedDecoder();
    private final MigrationStatusChangedEncoder migrationStatusChangedEncoder = new MigrationStatusChangedEncoder();
    private final MigrationStatusChangedDecoder migrationStatusChangedDecoder = new MigrationStatusChangedDecoder();
    private final MigrationQueriedEncoder migrationQueriedEncoder = new MigrationQueriedEncoder();
    private final MigrationQueriedDecoder migrationQueriedDecoder = new MigrationQueriedDecoder();
    private final DowntimeCheckpointPassedEncoder downtimeCheckpointPassedEncoder =
            new DowntimeCheckpointPassedEncoder();
    private final DowntimeCheckpointPassedDecoder downtimeCheckpointPassedDecoder =
            new DowntimeCheckpointPassedDecoder();
    private final HandlerDowntimeMeasuredEncoder handlerDowntimeMeasuredEncoder = new HandlerDowntimeMeasuredEncoder();
    private final HandlerDowntimeMeasuredDecoder handlerDowntimeMeasuredDecoder = new HandlerDowntimeMeasuredDecoder();
    private final StreamRecordSeenEncoder streamRecordSeenEncoder = new StreamRecordSeenEncoder();
    private final StreamRecordSeenDecoder streamRecordSeenDecoder = new StreamRecordSeenDecoder();
    private final MultifdBufferSeenEncoder multifdBufferSeenEncoder = new MultifdBufferSeenEncoder();
    private final MultifdBufferSeenDecoder multifdBufferSeenDecoder = new MultifdBufferSeenDecoder();
    private final VmmEstimatedEncoder vmmEstimatedEncoder = new VmmEstimatedEncoder();
    private final VmmEstimatedDecoder vmmEstimatedDecoder = new VmmEstimatedDecoder();
    private final DeviceStateWantedEncoder deviceStateWantedEncoder = new DeviceStateWantedEncoder();
    private final DeviceStateWantedDecoder deviceStateWantedDecoder = new DeviceStateWantedDecoder();
    private final DeviceStateAnnouncedEncoder deviceStateAnnouncedEncoder = new DeviceStateAnnouncedEncoder();
    private final DeviceStateAnnouncedDecoder deviceStateAnnouncedDecoder = new DeviceStateAnnouncedDecoder();
    private final VmmCommandSeenEncoder vmmCommandSeenEncoder = new VmmCommandSeenEncoder();
    private final VmmCommandSeenDecoder vmmCommandSeenDecoder = new VmmCommandSeenDecoder();
    private final VmmStepSeenEncoder vmmStepSeenEncoder = new VmmStepSeenEncoder();
    private final VmmStepSeenDecoder vmmStepSeenDecoder = new VmmStepSeenDecoder();
    private final ErrorLinePrintedEncoder errorLinePrintedEncoder = new ErrorLinePrintedEncoder();
    private final ErrorLinePrintedDecoder errorLinePrintedDecoder = new ErrorLinePrintedDecoder();

    /// The records of what the VMM answers are another's.
    VmmRecords(AnswerRecords answers) {
        this.answers = answers;
    }

    /// Writes the message of `event` at `at`.
    ///
    /// @return the end of the message
    int encode(VmmEvent event, MutableDirectBuffer buffer, int at) {
        return switch (event) {
            case RunStateChanged e -> encode(e, buffer, at);
            case MigrationStatusChanged e -> encode(e, buffer, at);
            case MigrationQueried e -> encode(e, buffer, at);
            case DowntimeCheckpointPassed e -> encode(e, buffer, at);
            case HandlerDowntimeMeasured e -> encode(e, buffer, at);
            case StreamRecordSeen e -> encode(e, buffer, at);
            case MultifdBufferSeen e -> encode(e, buffer, at);
            case VmmEstimated e -> encode(e, buffer, at);
            case DeviceStateWanted e -> encode(e, buffer, at);
            case DeviceStateAnnounced e -> encode(e, buffer, at);
            case VmmCommandSeen e -> encode(e, buffer, at);
            case VmmStepSeen e -> encode(e, buffer, at);
            case ErrorLinePrinted e -> encode(e, buffer, at);
            case CommandRefused e -> answers.encode(e, buffer, at);
            case MigrationProgressQueried e -> answers.encode(e, buffer, at);
            case MigrationBlocked e -> answers.encode(e, buffer, at);
            case MigrationParametersShown e -> answers.encode(e, buffer, at);
            case MigrationCapabilitiesShown e -> answers.encode(e, buffer, at);
        };
    }

    private int encode(RunStateChanged event, MutableDirectBuffer buffer, int at) {
        RunStateChangedEncoder to = runStateChangedEncoder.wrapAndApplyHeader(buffer, at, messageHeader);
        Parts.encode(event.header(), to.origin());
        to.runState(event.runState());
        return to.limit();
    }

    RunStateChanged decodeRunStateChanged(long seq, DirectBuffer buffer, int at) {
        RunStateChangedDecoder from = runStateChangedDecoder.wrapAndApplyHeader(buffer, at, messageHeaderRead);
        return new RunStateChanged(Parts.decode(seq, from.origin()), from.runState());
    }

    private int encode(MigrationStatusChanged event, MutableDirectBuffer buffer, int at) {
        MigrationStatusChangedEncoder to = migrationStatusChangedEncoder.wrapAndApplyHeader(buffer, at, messageHeader);
        Parts.encode(event.header(), to.origin());
        to.status(event.status());
        return to.limit();
    }

    MigrationStatusChanged decodeMigrationStatusChanged(long seq, DirectBuffer buffer, int at) {
        MigrationStatusChangedDecoder from =
                migrationStatusChangedDecoder.wrapAndApplyHeader(buffer, at, messageHeaderRead);
        return new MigrationStatusChanged(Parts.decode(seq, from.origin()), from.status());
    }

    private int encode(MigrationQueried event, MutableDirectBuffer buffer, int at) {
        MigrationQueriedEncoder to = migrationQueriedEncoder.wrapAndApplyHeader(buffer, at, messageHeader);
        Parts.encode(event.header(), to.origin());
        to.present()
                .clear()
                .status(event.status().isPresent())
                .downtimeMs(event.downtimeMs().isPresent())
                .expectedDowntimeMs(event.expectedDowntimeMs().isPresent())
                .totalTimeMs(event.totalTimeMs().isPresent())
                .setupTimeMs(event.setupTimeMs().isPresent())
                .ramTransferredBytes(event.ramTransferredBytes().isPresent())
                .vfioTransferredBytes(event.vfioTransferredBytes().isPresent())
                .errorText(event.errorText().isPresent());
        to.downtimeMs(event.downtimeMs().orElse(0));
        to.expectedDowntimeMs(event.expectedDowntimeMs().orElse(0));
        to.totalTimeMs(event.totalTimeMs().orElse(0));
        to.setupTimeMs(event.setupTimeMs().orElse(0));
        to.ramTransferredBytes(event.ramTransferredBytes().orElse(0));
        to.vfioTransferredBytes(event.vfioTransferredBytes().orElse(0));
        to.status(event.status().orElse(""));
        to.errorText(event.errorText().orElse(""));
        return to.limit();
    }

    MigrationQueried decodeMigrationQueried(long seq, DirectBuffer buffer, int at) {
        MigrationQueriedDecoder from = migrationQueriedDecoder.wrapAndApplyHeader(buffer, at, messageHeaderRead);
        MigrationQueriedPresentDecoder present = from.present();
        return new MigrationQueried(
                Parts.decode(seq, from.origin()),
                Parts.optional(present.status(), from.status()),
                Parts.optional(present.downtimeMs(), from.downtimeMs()),
                Parts.optional(present.expectedDowntimeMs(), from.expectedDowntimeMs()),
                Parts.optional(present.totalTimeMs(), from.totalTimeMs()),
                Parts.optional(present.setupTimeMs(), from.setupTimeMs()),
                Parts.optional(present.ramTransferredBytes(), from.ramTransferredBytes()),
                Parts.optional(present.vfioTransferredBytes(), from.vfioTransferredBytes()),
                Parts.optional(present.errorText(), from.errorText()));
    }

    private int encode(DowntimeCheckpointPassed event, MutableDirectBuffer buffer, int at) {
        DowntimeCheckpointPassedEncoder to =
                downtimeCheckpointPassedEncoder.wrapAndApplyHeader(buffer, at, messageHeader);
        Parts.encode(event.header(), to.origin());
        to.checkpoint(event.checkpoint());
        return to.limit();
    }

    DowntimeCheckpointPassed decodeDowntimeCheckpointPassed(long seq, DirectBuffer buffer, int at) {
        DowntimeCheckpointPassedDecoder from =
                downtimeCheckpointPassedDecoder.wrapAndApplyHeader(buffer, at, messageHeaderRead);
        return new DowntimeCheckpointPassed(Parts.decode(seq, from.origin()), from.checkpoint());
    }

    private int encode(HandlerDowntimeMeasured event, MutableDirectBuffer buffer, int at) {
        HandlerDowntimeMeasuredEncoder to =
                handlerDowntimeMeasuredEncoder.wrapAndApplyHeader(buffer, at, messageHeader);
        Parts.encode(event.header(), to.origin());
        to.saving(Parts.yesNo(event.saving()));
        to.instance(event.instance());
        to.iterable(Parts.yesNo(event.iterable()));
        to.elapsedNs(event.elapsedNs());
        to.handler(event.handler());
        return to.limit();
    }

    HandlerDowntimeMeasured decodeHandlerDowntimeMeasured(long seq, DirectBuffer buffer, int at) {
        HandlerDowntimeMeasuredDecoder from =
                handlerDowntimeMeasuredDecoder.wrapAndApplyHeader(buffer, at, messageHeaderRead);
        return new HandlerDowntimeMeasured(
                Parts.decode(seq, from.origin()),
                Parts.isYes(from.saving()),
                from.handler(),
                from.instance(),
                Parts.isYes(from.iterable()),
                from.elapsedNs());
    }

    private int encode(StreamRecordSeen event, MutableDirectBuffer buffer, int at) {
        StreamRecordSeenEncoder to = streamRecordSeenEncoder.wrapAndApplyHeader(buffer, at, messageHeader);
        Parts.encode(event.header(), to.origin());
        to.present().clear().lengthBytes(event.lengthBytes().isPresent());
        to.saving(Parts.yesNo(event.saving()));
        to.tag(event.tag());
        to.lengthBytes(event.lengthBytes().orElse(0));
        return to.limit();
    }

    StreamRecordSeen decodeStreamRecordSeen(long seq, DirectBuffer buffer, int at) {
        StreamRecordSeenDecoder from = streamRecordSeenDecoder.wrapAndApplyHeader(buffer, at, messageHeaderRead);
        StreamRecordSeenPresentDecoder present = from.present();
        return new StreamRecordSeen(
                Parts.decode(seq, from.origin()),
                Parts.isYes(from.saving()),
                from.tag(),
                Parts.optional(present.lengthBytes(), from.lengthBytes()));
    }

    private int encode(MultifdBufferSeen event, MutableDirectBuffer buffer, int at) {
        MultifdBufferSeenEncoder to = multifdBufferSeenEncoder.wrapAndApplyHeader(buffer, at, messageHeader);
        Parts.encode(event.header(), to.origin());
        to.index(event.index());
        to.step(event.step());
        return to.limit();
    }

    MultifdBufferSeen decodeMultifdBufferSeen(long seq, DirectBuffer buffer, int at) {
        MultifdBufferSeenDecoder from = multifdBufferSeenDecoder.wrapAndApplyHeader(buffer, at, messageHeaderRead);
        return new MultifdBufferSeen(Parts.decode(seq, from.origin()), from.step(), from.index());
    }

    private int encode(VmmEstimated event, MutableDirectBuffer buffer, int at) {
        VmmEstimatedEncoder to = vmmEstimatedEncoder.wrapAndApplyHeader(buffer, at, messageHeader);
        Parts.encode(event.header(), to.origin());
        to.present()
                .clear()
                .initialBytes(event.initialBytes().isPresent())
                .dirtyBytes(event.dirtyBytes().isPresent())
                .stopCopyBytes(event.stopCopyBytes().isPresent());
        to.exact(event.exact().map(Parts::yesNo).orElse(YesNo.NULL_VAL));
        to.initialBytes(event.initialBytes().orElse(0));
        to.dirtyBytes(event.dirtyBytes().orElse(0));
        to.stopCopyBytes(event.stopCopyBytes().orElse(0));
        return to.limit();
    }

    VmmEstimated decodeVmmEstimated(long seq, DirectBuffer buffer, int at) {
        VmmEstimatedDecoder from = vmmEstimatedDecoder.wrapAndApplyHeader(buffer, at, messageHeaderRead);
        VmmEstimatedPresentDecoder present = from.present();
        return new VmmEstimated(
                Parts.decode(seq, from.origin()),
                Parts.optionalYes(from.exact()),
                Parts.optional(present.initialBytes(), from.initialBytes()),
                Parts.optional(present.dirtyBytes(), from.dirtyBytes()),
                Parts.optional(present.stopCopyBytes(), from.stopCopyBytes()));
    }

    private int encode(DeviceStateWanted event, MutableDirectBuffer buffer, int at) {
        DeviceStateWantedEncoder to = deviceStateWantedEncoder.wrapAndApplyHeader(buffer, at, messageHeader);
        Parts.encode(event.header(), to.origin());
        to.vmRunning(Parts.yesNo(event.vmRunning()));
        to.wanted(Parts.code(event.wanted()));
        to.reason(event.reason());
        return to.limit();
    }

    DeviceStateWanted decodeDeviceStateWanted(long seq, DirectBuffer buffer, int at) {
        DeviceStateWantedDecoder from = deviceStateWantedDecoder.wrapAndApplyHeader(buffer, at, messageHeaderRead);
        return new DeviceStateWanted(
                Parts.decode(seq, from.origin()),
                Parts.isYes(from.vmRunning()),
                from.reason(),
                Parts.deviceState(from.wanted()));
    }

    private int encode(DeviceStateAnnounced event, MutableDirectBuffer buffer, int at) {
        DeviceStateAnnouncedEncoder to = deviceStateAnnouncedEncoder.wrapAndApplyHeader(buffer, at, messageHeader);
        Parts.encode(event.header(), to.origin());
        to.state(event.state());
        return to.limit();
    }

    DeviceStateAnnounced decodeDeviceStateAnnounced(long seq, DirectBuffer buffer, int at) {
        DeviceStateAnnouncedDecoder from =
                deviceStateAnnouncedDecoder.wrapAndApplyHeader(buffer, at, messageHeaderRead);
        return new DeviceStateAnnounced(Parts.decode(seq, from.origin()), from.state());
    }

    private int encode(VmmCommandSeen event, MutableDirectBuffer buffer, int at) {
        VmmCommandSeenEncoder to = vmmCommandSeenEncoder.wrapAndApplyHeader(buffer, at, messageHeader);
        Parts.encode(event.header(), to.origin());
        to.name(event.name());
        to.arguments(event.arguments());
        return to.limit();
    }

    VmmCommandSeen decodeVmmCommandSeen(long seq, DirectBuffer buffer, int at) {
        VmmCommandSeenDecoder from = vmmCommandSeenDecoder.wrapAndApplyHeader(buffer, at, messageHeaderRead);
        return new VmmCommandSeen(Parts.decode(seq, from.origin()), from.name(), from.arguments());
    }

    private int encode(VmmStepSeen event, MutableDirectBuffer buffer, int at) {
        VmmStepSeenEncoder to = vmmStepSeenEncoder.wrapAndApplyHeader(buffer, at, messageHeader);
        Parts.encode(event.header(), to.origin());
        to.name(event.name());
        to.text(event.text());
        return to.limit();
    }

    VmmStepSeen decodeVmmStepSeen(long seq, DirectBuffer buffer, int at) {
        VmmStepSeenDecoder from = vmmStepSeenDecoder.wrapAndApplyHeader(buffer, at, messageHeaderRead);
        return new VmmStepSeen(Parts.decode(seq, from.origin()), from.name(), from.text());
    }

    private int encode(ErrorLinePrinted event, MutableDirectBuffer buffer, int at) {
        ErrorLinePrintedEncoder to = errorLinePrintedEncoder.wrapAndApplyHeader(buffer, at, messageHeader);
        Parts.encode(event.header(), to.origin());
        to.present().clear().program(event.program().isPresent());
        to.program(event.program().orElse(""));
        to.text(event.text());
        return to.limit();
    }

    ErrorLinePrinted decodeErrorLinePrinted(long seq, DirectBuffer buffer, int at) {
        ErrorLinePrintedDecoder from = errorLinePrintedDecoder.wrapAndApplyHeader(buffer, at, messageHeaderRead);
        ErrorLinePrintedPresentDecoder present = from.present();
        return new ErrorLinePrinted(
                Parts.decode(seq, from.origin()), Parts.optional(present.program(), from.program()), from.text());
    }
}
