package dev.vfr.recorder.trace;

import dev.vfr.model.event.VmmEvent.CommandRefused;
import dev.vfr.model.event.VmmEvent.MigrationBlocked;
import dev.vfr.model.event.VmmEvent.MigrationCapabilitiesShown;
import dev.vfr.model.event.VmmEvent.MigrationParametersShown;
import dev.vfr.model.event.VmmEvent.MigrationProgressQueried;
import dev.vfr.model.event.VmmEvent.Setting;
import dev.vfr.recorder.trace.sbe.CommandRefusedDecoder;
import dev.vfr.recorder.trace.sbe.CommandRefusedEncoder;
import dev.vfr.recorder.trace.sbe.MessageHeaderDecoder;
import dev.vfr.recorder.trace.sbe.MessageHeaderEncoder;
import dev.vfr.recorder.trace.sbe.MigrationBlockedDecoder;
import dev.vfr.recorder.trace.sbe.MigrationBlockedEncoder;
import dev.vfr.recorder.trace.sbe.MigrationCapabilitiesShownDecoder;
import dev.vfr.recorder.trace.sbe.MigrationCapabilitiesShownEncoder;
import dev.vfr.recorder.trace.sbe.MigrationParametersShownDecoder;
import dev.vfr.recorder.trace.sbe.MigrationParametersShownEncoder;
import dev.vfr.recorder.trace.sbe.MigrationProgressQueriedDecoder;
import dev.vfr.recorder.trace.sbe.MigrationProgressQueriedEncoder;
import dev.vfr.recorder.trace.sbe.MigrationProgressQueriedPresentDecoder;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/// The binary form of the events about what the VMM answers its client, and of what a client sets.
///
/// Encoders return the end of what they wrote. Used by one thread at a time.
final class AnswerRecords {

    private final MessageHeaderEncoder messageHeader = new MessageHeaderEncoder();
    private final MessageHeaderDecoder messageHeaderRead = new MessageHeaderDecoder();
    private final CommandRefusedEncoder commandRefusedEncoder = new CommandRefusedEncoder();
    private final CommandRefusedDecoder commandRefusedDecoder = new CommandRefusedDecoder();
    private final MigrationProgressQueriedEncoder progressEncoder = new MigrationProgressQueriedEncoder();
    private final MigrationProgressQueriedDecoder progressDecoder = new MigrationProgressQueriedDecoder();
    private final MigrationBlockedEncoder blockedEncoder = new MigrationBlockedEncoder();
    private final MigrationBlockedDecoder blockedDecoder = new MigrationBlockedDecoder();
    private final MigrationParametersShownEncoder parametersEncoder = new MigrationParametersShownEncoder();
    private final MigrationParametersShownDecoder parametersDecoder = new MigrationParametersShownDecoder();
    private final MigrationCapabilitiesShownEncoder capabilitiesEncoder = new MigrationCapabilitiesShownEncoder();
    private final MigrationCapabilitiesShownDecoder capabilitiesDecoder = new MigrationCapabilitiesShownDecoder();

    int encode(CommandRefused event, MutableDirectBuffer buffer, int at) {
        CommandRefusedEncoder to = commandRefusedEncoder.wrapAndApplyHeader(buffer, at, messageHeader);
        Parts.encode(event.header(), to.origin());
        to.present().clear().command(event.command().isPresent());
        to.command(event.command().orElse(""));
        to.text(event.text());
        return to.limit();
    }

    CommandRefused decodeCommandRefused(long seq, DirectBuffer buffer, int at) {
        CommandRefusedDecoder from = commandRefusedDecoder.wrapAndApplyHeader(buffer, at, messageHeaderRead);
        return new CommandRefused(
                Parts.decode(seq, from.origin()),
                Parts.optional(from.present().command(), from.command()),
                from.text());
    }

    int encode(MigrationProgressQueried event, MutableDirectBuffer buffer, int at) {
        MigrationProgressQueriedEncoder to = progressEncoder.wrapAndApplyHeader(buffer, at, messageHeader);
        Parts.encode(event.header(), to.origin());
        to.present()
                .clear()
                .ramTotalBytes(event.ramTotalBytes().isPresent())
                .ramRemainingBytes(event.ramRemainingBytes().isPresent())
                .bitsPerSecond(event.bitsPerSecond().isPresent())
                .dirtyPagesPerSecond(event.dirtyPagesPerSecond().isPresent())
                .pageSizeBytes(event.pageSizeBytes().isPresent())
                .dirtySyncs(event.dirtySyncs().isPresent())
                .cpuThrottlePercent(event.cpuThrottlePercent().isPresent())
                .dirtyLimitThrottleUs(event.dirtyLimitThrottleUs().isPresent())
                .dirtyLimitRingFullUs(event.dirtyLimitRingFullUs().isPresent());
        to.ramTotalBytes(event.ramTotalBytes().orElse(0));
        to.ramRemainingBytes(event.ramRemainingBytes().orElse(0));
        to.bitsPerSecond(event.bitsPerSecond().orElse(0));
        to.dirtyPagesPerSecond(event.dirtyPagesPerSecond().orElse(0));
        to.pageSizeBytes(event.pageSizeBytes().orElse(0));
        to.dirtySyncs(event.dirtySyncs().orElse(0));
        to.cpuThrottlePercent(event.cpuThrottlePercent().orElse(0));
        to.dirtyLimitThrottleUs(event.dirtyLimitThrottleUs().orElse(0));
        to.dirtyLimitRingFullUs(event.dirtyLimitRingFullUs().orElse(0));
        return to.limit();
    }

    MigrationProgressQueried decodeMigrationProgressQueried(long seq, DirectBuffer buffer, int at) {
        MigrationProgressQueriedDecoder from = progressDecoder.wrapAndApplyHeader(buffer, at, messageHeaderRead);
        MigrationProgressQueriedPresentDecoder present = from.present();
        return new MigrationProgressQueried(
                Parts.decode(seq, from.origin()),
                Parts.optional(present.ramTotalBytes(), from.ramTotalBytes()),
                Parts.optional(present.ramRemainingBytes(), from.ramRemainingBytes()),
                Parts.optional(present.bitsPerSecond(), from.bitsPerSecond()),
                Parts.optional(present.dirtyPagesPerSecond(), from.dirtyPagesPerSecond()),
                Parts.optional(present.pageSizeBytes(), from.pageSizeBytes()),
                Parts.optional(present.dirtySyncs(), from.dirtySyncs()),
                Parts.optional(present.cpuThrottlePercent(), from.cpuThrottlePercent()),
                Parts.optional(present.dirtyLimitThrottleUs(), from.dirtyLimitThrottleUs()),
                Parts.optional(present.dirtyLimitRingFullUs(), from.dirtyLimitRingFullUs()));
    }

    int encode(MigrationBlocked event, MutableDirectBuffer buffer, int at) {
        MigrationBlockedEncoder to = blockedEncoder.wrapAndApplyHeader(buffer, at, messageHeader);
        Parts.encode(event.header(), to.origin());
        MigrationBlockedEncoder.ReasonsEncoder reasons =
                to.reasonsCount(event.reasons().size());
        for (String reason : event.reasons()) {
            reasons.next().text(reason);
        }
        return to.limit();
    }

    MigrationBlocked decodeMigrationBlocked(long seq, DirectBuffer buffer, int at) {
        MigrationBlockedDecoder from = blockedDecoder.wrapAndApplyHeader(buffer, at, messageHeaderRead);
        List<String> reasons = new ArrayList<>();
        for (MigrationBlockedDecoder.ReasonsDecoder item : from.reasons()) {
            reasons.add(item.text());
        }
        return new MigrationBlocked(Parts.decode(seq, from.origin()), reasons);
    }

    int encode(MigrationParametersShown event, MutableDirectBuffer buffer, int at) {
        MigrationParametersShownEncoder to = parametersEncoder.wrapAndApplyHeader(buffer, at, messageHeader);
        Parts.encode(event.header(), to.origin());
        to.answered(Parts.yesNo(event.answered()));
        MigrationParametersShownEncoder.SettingsEncoder settings =
                to.settingsCount(event.settings().size());
        for (Setting setting : event.settings()) {
            settings.next().name(setting.name()).value(setting.value());
        }
        return to.limit();
    }

    MigrationParametersShown decodeMigrationParametersShown(long seq, DirectBuffer buffer, int at) {
        MigrationParametersShownDecoder from = parametersDecoder.wrapAndApplyHeader(buffer, at, messageHeaderRead);
        boolean answered = Parts.isYes(from.answered());
        List<Setting> settings = new ArrayList<>();
        for (MigrationParametersShownDecoder.SettingsDecoder item : from.settings()) {
            settings.add(new Setting(item.name(), item.value()));
        }
        return new MigrationParametersShown(Parts.decode(seq, from.origin()), answered, settings);
    }

    int encode(MigrationCapabilitiesShown event, MutableDirectBuffer buffer, int at) {
        MigrationCapabilitiesShownEncoder to = capabilitiesEncoder.wrapAndApplyHeader(buffer, at, messageHeader);
        Parts.encode(event.header(), to.origin());
        to.answered(Parts.yesNo(event.answered()));
        MigrationCapabilitiesShownEncoder.OnEncoder on = to.onCount(event.on().size());
        for (String name : event.on()) {
            on.next().text(name);
        }
        MigrationCapabilitiesShownEncoder.OffEncoder off =
                to.offCount(event.off().size());
        for (String name : event.off()) {
            off.next().text(name);
        }
        return to.limit();
    }

    MigrationCapabilitiesShown decodeMigrationCapabilitiesShown(long seq, DirectBuffer buffer, int at) {
        MigrationCapabilitiesShownDecoder from = capabilitiesDecoder.wrapAndApplyHeader(buffer, at, messageHeaderRead);
        boolean answered = Parts.isYes(from.answered());
        List<String> on = new ArrayList<>();
        for (MigrationCapabilitiesShownDecoder.OnDecoder item : from.on()) {
            on.add(item.text());
        }
        List<String> off = new ArrayList<>();
        for (MigrationCapabilitiesShownDecoder.OffDecoder item : from.off()) {
            off.add(item.text());
        }
        return new MigrationCapabilitiesShown(Parts.decode(seq, from.origin()), answered, on, off);
    }
}
