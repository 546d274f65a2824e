package dev.vfr.recorder.trace;

import dev.vfr.model.event.CallResult;
import dev.vfr.model.event.DeviceEvent;
import dev.vfr.model.event.DeviceEvent.ArcTaken;
import dev.vfr.model.event.DeviceEvent.DeviceClosed;
import dev.vfr.model.event.DeviceEvent.DeviceNamed;
import dev.vfr.model.event.DeviceEvent.DeviceOpened;
import dev.vfr.model.event.DeviceEvent.DeviceReset;
import dev.vfr.model.event.DeviceEvent.DeviceStateGot;
import dev.vfr.model.event.DeviceEvent.DeviceStateSet;
import dev.vfr.model.event.DeviceEvent.FeatureProbed;
import dev.vfr.model.event.DeviceEvent.IoctlCalled;
import dev.vfr.model.event.DeviceEvent.KernelMessagePrinted;
import dev.vfr.model.event.DeviceEvent.MigrationFlagsQueried;
import dev.vfr.recorder.trace.sbe.ArcTakenDecoder;
import dev.vfr.recorder.trace.sbe.ArcTakenEncoder;
import dev.vfr.recorder.trace.sbe.DeviceClosedDecoder;
import dev.vfr.recorder.trace.sbe.DeviceClosedEncoder;
import dev.vfr.recorder.trace.sbe.DeviceNamedDecoder;
import dev.vfr.recorder.trace.sbe.DeviceNamedEncoder;
import dev.vfr.recorder.trace.sbe.DeviceOpenedDecoder;
import dev.vfr.recorder.trace.sbe.DeviceOpenedEncoder;
import dev.vfr.recorder.trace.sbe.DeviceResetDecoder;
import dev.vfr.recorder.trace.sbe.DeviceResetEncoder;
import dev.vfr.recorder.trace.sbe.DeviceStateCode;
import dev.vfr.recorder.trace.sbe.DeviceStateGotDecoder;
import dev.vfr.recorder.trace.sbe.DeviceStateGotEncoder;
import dev.vfr.recorder.trace.sbe.DeviceStateSetDecoder;
import dev.vfr.recorder.trace.sbe.DeviceStateSetEncoder;
import dev.vfr.recorder.trace.sbe.DeviceStateSetPresentDecoder;
import dev.vfr.recorder.trace.sbe.FeatureProbedDecoder;
import dev.vfr.recorder.trace.sbe.FeatureProbedEncoder;
import dev.vfr.recorder.trace.sbe.IoctlCalledDecoder;
import dev.vfr.recorder.trace.sbe.IoctlCalledEncoder;
import dev.vfr.recorder.trace.sbe.IoctlCalledPresentDecoder;
import dev.vfr.recorder.trace.sbe.KernelMessagePrintedDecoder;
import dev.vfr.recorder.trace.sbe.KernelMessagePrintedEncoder;
import dev.vfr.recorder.trace.sbe.KernelMessagePrintedPresentDecoder;
import dev.vfr.recorder.trace.sbe.MessageHeaderDecoder;
import dev.vfr.recorder.trace.sbe.MessageHeaderEncoder;
import dev.vfr.recorder.trace.sbe.MigrationFlagsQueriedDecoder;
import dev.vfr.recorder.trace.sbe.MigrationFlagsQueriedEncoder;
import dev.vfr.recorder.trace.sbe.MigrationFlagsQueriedPresentDecoder;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/// The binary form of the events about devices and their states, message by message as in `events.xml`.
///
/// Encoders return the end of what they wrote. Used by one thread at a time.
final class DeviceRecords {

    private final MessageHeaderEncoder messageHeader = new MessageHeaderEncoder();
    private final MessageHeaderDecoder messageHeaderRead = new MessageHeaderDecoder();
    private final DeviceNamedEncoder deviceNamedEncoder = new DeviceNamedEncoder();
    private final DeviceNamedDecoder deviceNamedDecoder = new DeviceNamedDecoder();
    private final DeviceOpenedEncoder deviceOpenedEncoder = new DeviceOpenedEncoder();
    private final DeviceOpenedDecoder deviceOpenedDecoder = new DeviceOpenedDecoder();
    private final DeviceClosedEncoder deviceClosedEncoder = new DeviceClosedEncoder();
    private final DeviceClosedDecoder deviceClosedDecoder = new DeviceClosedDecoder();
    private final MigrationFlagsQueriedEncoder migrationFlagsQueriedEncoder = new MigrationFlagsQueriedEncoder();
    private final MigrationFlagsQueriedDecoder migrationFlagsQueriedDecoder = new MigrationFlagsQueriedDecoder();
    private final DeviceResetEncoder deviceResetEncoder = new DeviceResetEncoder();
    private final DeviceResetDecoder deviceResetDecoder = new DeviceResetDecoder();
    private final FeatureProbedEncoder featureProbedEncoder = new FeatureProbedEncoder();
    private final FeatureProbedDecoder featureProbedDecoder = new FeatureProbedDecoder();
    private final DeviceStateSetEncoder deviceStateSetEncoder = new DeviceStateSetEncoder();
    private final DeviceStateSetDecoder deviceStateSetDecoder = new DeviceStateSetDecoder();
    private final ArcTakenEncoder arcTakenEncoder = new ArcTakenEncoder();
    private final ArcTakenDecoder arcTakenDecoder = new ArcTakenDecoder();
    private final IoctlCalledEncoder ioctlCalledEncoder = new IoctlCalledEncoder();
    private final IoctlCalledDecoder ioctlCalledDecoder = new IoctlCalledDecoder();
    private final KernelMessagePrintedEncoder kernelMessagePrintedEncoder = new KernelMessagePrintedEncoder();
    private final KernelMessagePrintedDecoder kernelMessagePrintedDecoder = new KernelMessagePrintedDecoder();
    private final DeviceStateGotEncoder deviceStateGotEncoder = new DeviceStateGotEncoder();
    private final DeviceStateGotDecoder deviceStateGotDecoder = new DeviceStateGotDecoder();

    /// Writes the message of `event` at `at`.
    ///
    /// @return the end of the message
    int encode(DeviceEvent event, MutableDirectBuffer buffer, int at) {
        return switch (event) {
            case DeviceNamed e -> encode(e, buffer, at);
            case DeviceOpened e -> encode(e, buffer, at);
            case DeviceClosed e -> encode(e, buffer, at);
            case MigrationFlagsQueried e -> encode(e, buffer, at);
            case DeviceReset e -> encode(e, buffer, at);
            case FeatureProbed e -> encode(e, buffer, at);
            case DeviceStateSet e -> encode(e, buffer, at);
            case DeviceStateGot e -> encode(e, buffer, at);
            case ArcTaken e -> encode(e, buffer, at);
            case IoctlCalled e -> encode(e, buffer, at);
            case KernelMessagePrinted e -> encode(e, buffer, at);
        };
    }

    private int encode(DeviceNamed event, MutableDirectBuffer buffer, int at) {
        DeviceNamedEncoder to = deviceNamedEncoder.wrapAndApplyHeader(buffer, at, messageHeader);
        Parts.encode(event.header(), to.origin());
        DeviceNamedEncoder.AliasesEncoder aliases =
                to.aliasesCount(event.aliases().size());
        for (String text : event.aliases()) {
            aliases.next().text(text);
        }
        to.name(event.name());
        return to.limit();
    }

    DeviceNamed decodeDeviceNamed(long seq, DirectBuffer buffer, int at) {
        DeviceNamedDecoder from = deviceNamedDecoder.wrapAndApplyHeader(buffer, at, messageHeaderRead);
        List<String> aliases = new ArrayList<>();
        for (DeviceNamedDecoder.AliasesDecoder item : from.aliases()) {
            aliases.add(item.text());
        }
        return new DeviceNamed(Parts.decode(seq, from.origin()), from.name(), aliases);
    }

    private int encode(DeviceOpened event, MutableDirectBuffer buffer, int at) {
        DeviceOpenedEncoder to = deviceOpenedEncoder.wrapAndApplyHeader(buffer, at, messageHeader);
        Parts.encode(event.header(), to.origin());
        to.result(event.result().code());
        return to.limit();
    }

    DeviceOpened decodeDeviceOpened(long seq, DirectBuffer buffer, int at) {
        DeviceOpenedDecoder from = deviceOpenedDecoder.wrapAndApplyHeader(buffer, at, messageHeaderRead);
        return new DeviceOpened(Parts.decode(seq, from.origin()), CallResult.of(from.result()));
    }

    private int encode(DeviceClosed event, MutableDirectBuffer buffer, int at) {
        DeviceClosedEncoder to = deviceClosedEncoder.wrapAndApplyHeader(buffer, at, messageHeader);
        Parts.encode(event.header(), to.origin());
        return to.limit();
    }

    DeviceClosed decodeDeviceClosed(long seq, DirectBuffer buffer, int at) {
        DeviceClosedDecoder from = deviceClosedDecoder.wrapAndApplyHeader(buffer, at, messageHeaderRead);
        return new DeviceClosed(Parts.decode(seq, from.origin()));
    }

    private int encode(MigrationFlagsQueried event, MutableDirectBuffer buffer, int at) {
        MigrationFlagsQueriedEncoder to = migrationFlagsQueriedEncoder.wrapAndApplyHeader(buffer, at, messageHeader);
        Parts.encode(event.header(), to.origin());
        to.present().clear().flags(event.flags().isPresent());
        to.result(event.result().code());
        to.flags(event.flags().orElse(0));
        return to.limit();
    }

    MigrationFlagsQueried decodeMigrationFlagsQueried(long seq, DirectBuffer buffer, int at) {
        MigrationFlagsQueriedDecoder from =
                migrationFlagsQueriedDecoder.wrapAndApplyHeader(buffer, at, messageHeaderRead);
        MigrationFlagsQueriedPresentDecoder present = from.present();
        return new MigrationFlagsQueried(
                Parts.decode(seq, from.origin()),
                CallResult.of(from.result()),
                Parts.optional(present.flags(), from.flags()));
    }

    private int encode(DeviceReset event, MutableDirectBuffer buffer, int at) {
        DeviceResetEncoder to = deviceResetEncoder.wrapAndApplyHeader(buffer, at, messageHeader);
        Parts.encode(event.header(), to.origin());
        to.result(event.result().code());
        return to.limit();
    }

    DeviceReset decodeDeviceReset(long seq, DirectBuffer buffer, int at) {
        DeviceResetDecoder from = deviceResetDecoder.wrapAndApplyHeader(buffer, at, messageHeaderRead);
        return new DeviceReset(Parts.decode(seq, from.origin()), CallResult.of(from.result()));
    }

    private int encode(FeatureProbed event, MutableDirectBuffer buffer, int at) {
        FeatureProbedEncoder to = featureProbedEncoder.wrapAndApplyHeader(buffer, at, messageHeader);
        Parts.encode(event.header(), to.origin());
        to.feature(event.feature());
        to.result(event.result().code());
        return to.limit();
    }

    FeatureProbed decodeFeatureProbed(long seq, DirectBuffer buffer, int at) {
        FeatureProbedDecoder from = featureProbedDecoder.wrapAndApplyHeader(buffer, at, messageHeaderRead);
        return new FeatureProbed(Parts.decode(seq, from.origin()), from.feature(), CallResult.of(from.result()));
    }

    private int encode(DeviceStateSet event, MutableDirectBuffer buffer, int at) {
        DeviceStateSetEncoder to = deviceStateSetEncoder.wrapAndApplyHeader(buffer, at, messageHeader);
        Parts.encode(event.header(), to.origin());
        to.present().clear().dataFd(event.dataFd().isPresent());
        to.requested(event.requested().map(Parts::code).orElse(DeviceStateCode.NULL_VAL));
        to.requestedNumber(event.requestedNumber());
        to.result(event.result().code());
        to.dataFd(event.dataFd().orElse(0));
        to.cause(Parts.code(event.cause()));
        to.recoverState(event.recover().map(Parts::code).orElse(DeviceStateCode.NULL_VAL));
        return to.limit();
    }

    DeviceStateSet decodeDeviceStateSet(long seq, DirectBuffer buffer, int at) {
        DeviceStateSetDecoder from = deviceStateSetDecoder.wrapAndApplyHeader(buffer, at, messageHeaderRead);
        DeviceStateSetPresentDecoder present = from.present();
        return new DeviceStateSet(
                Parts.decode(seq, from.origin()),
                Parts.optionalDeviceState(from.requested()),
                from.requestedNumber(),
                CallResult.of(from.result()),
                Parts.optional(present.dataFd(), from.dataFd()),
                Parts.setCause(from.cause()),
                Parts.optionalDeviceState(from.recoverState()));
    }

    private int encode(DeviceStateGot event, MutableDirectBuffer buffer, int at) {
        DeviceStateGotEncoder to = deviceStateGotEncoder.wrapAndApplyHeader(buffer, at, messageHeader);
        Parts.encode(event.header(), to.origin());
        to.result(event.result().code());
        to.state(event.state().map(Parts::code).orElse(DeviceStateCode.NULL_VAL));
        return to.limit();
    }

    DeviceStateGot decodeDeviceStateGot(long seq, DirectBuffer buffer, int at) {
        DeviceStateGotDecoder from = deviceStateGotDecoder.wrapAndApplyHeader(buffer, at, messageHeaderRead);
        return new DeviceStateGot(
                Parts.decode(seq, from.origin()),
                CallResult.of(from.result()),
                Parts.optionalDeviceState(from.state()));
    }

    private int encode(ArcTaken event, MutableDirectBuffer buffer, int at) {
        ArcTakenEncoder to = arcTakenEncoder.wrapAndApplyHeader(buffer, at, messageHeader);
        Parts.encode(event.header(), to.origin());
        to.from(event.from().map(Parts::code).orElse(DeviceStateCode.NULL_VAL));
        to.to(Parts.code(event.to()));
        to.result(event.result().code());
        return to.limit();
    }

    ArcTaken decodeArcTaken(long seq, DirectBuffer buffer, int at) {
        ArcTakenDecoder from = arcTakenDecoder.wrapAndApplyHeader(buffer, at, messageHeaderRead);
        return new ArcTaken(
                Parts.decode(seq, from.origin()),
                Parts.optionalDeviceState(from.from()),
                Parts.deviceState(from.to()),
                CallResult.of(from.result()));
    }

    private int encode(IoctlCalled event, MutableDirectBuffer buffer, int at) {
        IoctlCalledEncoder to = ioctlCalledEncoder.wrapAndApplyHeader(buffer, at, messageHeader);
        Parts.encode(event.header(), to.origin());
        to.present().clear().featureFlags(event.featureFlags().isPresent());
        to.fdKind(Parts.code(event.fdKind()));
        to.request(event.request());
        to.featureFlags(event.featureFlags().orElse(0));
        to.result(event.result().code());
        return to.limit();
    }

    IoctlCalled decodeIoctlCalled(long seq, DirectBuffer buffer, int at) {
        IoctlCalledDecoder from = ioctlCalledDecoder.wrapAndApplyHeader(buffer, at, messageHeaderRead);
        IoctlCalledPresentDecoder present = from.present();
        return new IoctlCalled(
                Parts.decode(seq, from.origin()),
                Parts.fdKind(from.fdKind()),
                from.request(),
                Parts.optional(present.featureFlags(), from.featureFlags()),
                CallResult.of(from.result()));
    }

    private int encode(KernelMessagePrinted event, MutableDirectBuffer buffer, int at) {
        KernelMessagePrintedEncoder to = kernelMessagePrintedEncoder.wrapAndApplyHeader(buffer, at, messageHeader);
        Parts.encode(event.header(), to.origin());
        to.present()
                .clear()
                .level(event.level().isPresent())
                .bootNs(event.bootNs().isPresent())
                .uncertaintyNs(event.uncertaintyNs().isPresent());
        to.bootNs(event.bootNs().orElse(0));
        to.uncertaintyNs(event.uncertaintyNs().orElse(0));
        to.level(event.level().orElse(""));
        to.text(event.text());
        return to.limit();
    }

    KernelMessagePrinted decodeKernelMessagePrinted(long seq, DirectBuffer buffer, int at) {
        KernelMessagePrintedDecoder from =
                kernelMessagePrintedDecoder.wrapAndApplyHeader(buffer, at, messageHeaderRead);
        KernelMessagePrintedPresentDecoder present = from.present();
        boolean hasBoot = present.bootNs();
        boolean hasUncertainty = present.uncertaintyNs();
        return new KernelMessagePrinted(
                Parts.decode(seq, from.origin()),
                Parts.optional(present.level(), from.level()),
                from.text(),
                Parts.optional(hasBoot, from.bootNs()),
                Parts.optional(hasUncertainty, from.uncertaintyNs()));
    }
}
