package dev.vfr.recorder.trace;

import dev.vfr.model.event.CallResult;
import dev.vfr.model.event.DataEvent;
import dev.vfr.model.event.DataEvent.DataFdClosed;
import dev.vfr.model.event.DataEvent.DataFdPolled;
import dev.vfr.model.event.DataEvent.DataMerged;
import dev.vfr.model.event.DataEvent.DataRead;
import dev.vfr.model.event.DataEvent.DataWritten;
import dev.vfr.model.event.DataEvent.Digest;
import dev.vfr.model.event.DataEvent.MigDataSizeQueried;
import dev.vfr.model.event.DataEvent.PrecopyInfoQueried;
import dev.vfr.model.event.DataEvent.PrecopyInfoV2Enabled;
import dev.vfr.recorder.trace.sbe.DataFdClosedDecoder;
import dev.vfr.recorder.trace.sbe.DataFdClosedEncoder;
import dev.vfr.recorder.trace.sbe.DataFdPolledDecoder;
import dev.vfr.recorder.trace.sbe.DataFdPolledEncoder;
import dev.vfr.recorder.trace.sbe.DataFdPolledPresentDecoder;
import dev.vfr.recorder.trace.sbe.DataMergedDecoder;
import dev.vfr.recorder.trace.sbe.DataMergedEncoder;
import dev.vfr.recorder.trace.sbe.DataMergedPresentDecoder;
import dev.vfr.recorder.trace.sbe.DataReadDecoder;
import dev.vfr.recorder.trace.sbe.DataReadEncoder;
import dev.vfr.recorder.trace.sbe.DataReadPresentDecoder;
import dev.vfr.recorder.trace.sbe.DataWrittenDecoder;
import dev.vfr.recorder.trace.sbe.DataWrittenEncoder;
import dev.vfr.recorder.trace.sbe.DataWrittenPresentDecoder;
import dev.vfr.recorder.trace.sbe.MessageHeaderDecoder;
import dev.vfr.recorder.trace.sbe.MessageHeaderEncoder;
import dev.vfr.recorder.trace.sbe.MigDataSizeQueriedDecoder;
import dev.vfr.recorder.trace.sbe.MigDataSizeQueriedEncoder;
import dev.vfr.recorder.trace.sbe.MigDataSizeQueriedPresentDecoder;
import dev.vfr.recorder.trace.sbe.PrecopyInfoQueriedDecoder;
import dev.vfr.recorder.trace.sbe.PrecopyInfoQueriedEncoder;
import dev.vfr.recorder.trace.sbe.PrecopyInfoQueriedPresentDecoder;
import dev.vfr.recorder.trace.sbe.PrecopyInfoV2EnabledDecoder;
import dev.vfr.recorder.trace.sbe.PrecopyInfoV2EnabledEncoder;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/// The binary form of the events about estimates and data, message by message as in `events.xml`.
///
/// Encoders return the end of what they wrote. Used by one thread at a time.
final class DataRecords {

    private final RepeatedWord digestName = new RepeatedWord();
    private final MessageHeaderEncoder messageHeader = new MessageHeaderEncoder();
    private final MessageHeaderDecoder messageHeaderRead = new MessageHeaderDecoder();
    private final PrecopyInfoQueriedEncoder precopyInfoQueriedEncoder = new PrecopyInfoQueriedEncoder();
    private final PrecopyInfoQueriedDecoder precopyInfoQueriedDecoder = new PrecopyInfoQueriedDecoder();
    private final PrecopyInfoV2EnabledEncoder precopyInfoV2EnabledEncoder = new PrecopyInfoV2EnabledEncoder();
    private final PrecopyInfoV2EnabledDecoder precopyInfoV2EnabledDecoder = new PrecopyInfoV2EnabledDecoder();
    private final MigDataSizeQueriedEncoder migDataSizeQueriedEncoder = new MigDataSizeQueriedEncoder();
    private final MigDataSizeQueriedDecoder migDataSizeQueriedDecoder = new MigDataSizeQueriedDecoder();
    private final DataReadEncoder dataReadEncoder = new DataReadEncoder();
    private final DataReadDecoder dataReadDecoder = new DataReadDecoder();
    private final DataWrittenEncoder dataWrittenEncoder = new DataWrittenEncoder();
    private final DataWrittenDecoder dataWrittenDecoder = new DataWrittenDecoder();
    private final DataMergedEncoder dataMergedEncoder = new DataMergedEncoder();
    private final DataMergedDecoder dataMergedDecoder = new DataMergedDecoder();
    private final DataFdPolledEncoder dataFdPolledEncoder = new DataFdPolledEncoder();
    private final DataFdPolledDecoder dataFdPolledDecoder = new DataFdPolledDecoder();
    private final DataFdClosedEncoder dataFdClosedEncoder = new DataFdClosedEncoder();
    private final DataFdClosedDecoder dataFdClosedDecoder = new DataFdClosedDecoder();

    /// Writes the message of `event` at `at`.
    ///
    /// @return the end of the message
    int encode(DataEvent event, MutableDirectBuffer buffer, int at) {
        return switch (event) {
            case PrecopyInfoQueried e -> encode(e, buffer, at);
            case PrecopyInfoV2Enabled e -> encode(e, buffer, at);
            case MigDataSizeQueried e -> encode(e, buffer, at);
            case DataRead e -> encode(e, buffer, at);
            case DataWritten e -> encode(e, buffer, at);
            case DataMerged e -> encode(e, buffer, at);
            case DataFdPolled e -> encode(e, buffer, at);
            case DataFdClosed e -> encode(e, buffer, at);
        };
    }

    private int encode(PrecopyInfoQueried event, MutableDirectBuffer buffer, int at) {
        PrecopyInfoQueriedEncoder to = precopyInfoQueriedEncoder.wrapAndApplyHeader(buffer, at, messageHeader);
        Parts.encode(event.header(), to.origin());
        to.present()
                .clear()
                .flagsIn(event.flagsIn().isPresent())
                .flagsOut(event.flagsOut().isPresent())
                .initialBytes(event.initialBytes().isPresent())
                .dirtyBytes(event.dirtyBytes().isPresent());
        to.result(event.result().code());
        to.flagsIn(event.flagsIn().orElse(0));
        to.flagsOut(event.flagsOut().orElse(0));
        to.initialBytes(event.initialBytes().orElse(0));
        to.dirtyBytes(event.dirtyBytes().orElse(0));
        return to.limit();
    }

    PrecopyInfoQueried decodePrecopyInfoQueried(long seq, DirectBuffer buffer, int at) {
        PrecopyInfoQueriedDecoder from = precopyInfoQueriedDecoder.wrapAndApplyHeader(buffer, at, messageHeaderRead);
        PrecopyInfoQueriedPresentDecoder present = from.present();
        return new PrecopyInfoQueried(
                Parts.decode(seq, from.origin()),
                CallResult.of(from.result()),
                Parts.optional(present.flagsIn(), from.flagsIn()),
                Parts.optional(present.flagsOut(), from.flagsOut()),
                Parts.optional(present.initialBytes(), from.initialBytes()),
                Parts.optional(present.dirtyBytes(), from.dirtyBytes()));
    }

    private int encode(PrecopyInfoV2Enabled event, MutableDirectBuffer buffer, int at) {
        PrecopyInfoV2EnabledEncoder to = precopyInfoV2EnabledEncoder.wrapAndApplyHeader(buffer, at, messageHeader);
        Parts.encode(event.header(), to.origin());
        to.result(event.result().code());
        return to.limit();
    }

    PrecopyInfoV2Enabled decodePrecopyInfoV2Enabled(long seq, DirectBuffer buffer, int at) {
        PrecopyInfoV2EnabledDecoder from =
                precopyInfoV2EnabledDecoder.wrapAndApplyHeader(buffer, at, messageHeaderRead);
        return new PrecopyInfoV2Enabled(Parts.decode(seq, from.origin()), CallResult.of(from.result()));
    }

    private int encode(MigDataSizeQueried event, MutableDirectBuffer buffer, int at) {
        MigDataSizeQueriedEncoder to = migDataSizeQueriedEncoder.wrapAndApplyHeader(buffer, at, messageHeader);
        Parts.encode(event.header(), to.origin());
        to.present().clear().stopCopyLength(event.stopCopyLength().isPresent());
        to.result(event.result().code());
        to.stopCopyLength(event.stopCopyLength().orElse(0));
        return to.limit();
    }

    MigDataSizeQueried decodeMigDataSizeQueried(long seq, DirectBuffer buffer, int at) {
        MigDataSizeQueriedDecoder from = migDataSizeQueriedDecoder.wrapAndApplyHeader(buffer, at, messageHeaderRead);
        MigDataSizeQueriedPresentDecoder present = from.present();
        return new MigDataSizeQueried(
                Parts.decode(seq, from.origin()),
                CallResult.of(from.result()),
                Parts.optional(present.stopCopyLength(), from.stopCopyLength()));
    }

    private int encode(DataRead event, MutableDirectBuffer buffer, int at) {
        DataReadEncoder to = dataReadEncoder.wrapAndApplyHeader(buffer, at, messageHeader);
        Parts.encode(event.header(), to.origin());
        to.present()
                .clear()
                .askedBytes(event.askedBytes().isPresent())
                .bytes(event.bytes().isPresent())
                .streamOffset(event.streamOffset().isPresent())
                .digest(event.digest().isPresent());
        to.result(event.result().code());
        to.askedBytes(event.askedBytes().orElse(0));
        to.bytes(event.bytes().orElse(0));
        to.streamOffset(event.streamOffset().orElse(0));
        to.digestValue(event.digest().map(Digest::value).orElse(0L));
        to.digestAlgorithm(event.digest().map(Digest::algorithm).orElse(""));
        return to.limit();
    }

    DataRead decodeDataRead(long seq, DirectBuffer buffer, int at) {
        DataReadDecoder from = dataReadDecoder.wrapAndApplyHeader(buffer, at, messageHeaderRead);
        DataReadPresentDecoder present = from.present();
        from.wrapDigestAlgorithm(digestName.view());
        return new DataRead(
                Parts.decode(seq, from.origin()),
                CallResult.of(from.result()),
                Parts.optional(present.askedBytes(), from.askedBytes()),
                Parts.optional(present.bytes(), from.bytes()),
                Parts.optional(present.streamOffset(), from.streamOffset()),
                Parts.digest(present.digest(), digestName.word(), from.digestValue()));
    }

    private int encode(DataWritten event, MutableDirectBuffer buffer, int at) {
        DataWrittenEncoder to = dataWrittenEncoder.wrapAndApplyHeader(buffer, at, messageHeader);
        Parts.encode(event.header(), to.origin());
        to.present()
                .clear()
                .askedBytes(event.askedBytes().isPresent())
                .bytes(event.bytes().isPresent())
                .streamOffset(event.streamOffset().isPresent())
                .digest(event.digest().isPresent());
        to.result(event.result().code());
        to.askedBytes(event.askedBytes().orElse(0));
        to.bytes(event.bytes().orElse(0));
        to.streamOffset(event.streamOffset().orElse(0));
        to.digestValue(event.digest().map(Digest::value).orElse(0L));
        to.digestAlgorithm(event.digest().map(Digest::algorithm).orElse(""));
        return to.limit();
    }

    DataWritten decodeDataWritten(long seq, DirectBuffer buffer, int at) {
        DataWrittenDecoder from = dataWrittenDecoder.wrapAndApplyHeader(buffer, at, messageHeaderRead);
        DataWrittenPresentDecoder present = from.present();
        from.wrapDigestAlgorithm(digestName.view());
        return new DataWritten(
                Parts.decode(seq, from.origin()),
                CallResult.of(from.result()),
                Parts.optional(present.askedBytes(), from.askedBytes()),
                Parts.optional(present.bytes(), from.bytes()),
                Parts.optional(present.streamOffset(), from.streamOffset()),
                Parts.digest(present.digest(), digestName.word(), from.digestValue()));
    }

    private int encode(DataFdPolled event, MutableDirectBuffer buffer, int at) {
        DataFdPolledEncoder to = dataFdPolledEncoder.wrapAndApplyHeader(buffer, at, messageHeader);
        Parts.encode(event.header(), to.origin());
        to.present()
                .clear()
                .answeredEvents(event.answeredEvents().isPresent())
                .timeoutNs(event.timeoutNs().isPresent());
        to.result(event.result().code());
        to.askedEvents(event.askedEvents());
        to.answeredEvents(event.answeredEvents().orElse(0));
        to.timeoutNs(event.timeoutNs().orElse(0));
        return to.limit();
    }

    DataFdPolled decodeDataFdPolled(long seq, DirectBuffer buffer, int at) {
        DataFdPolledDecoder from = dataFdPolledDecoder.wrapAndApplyHeader(buffer, at, messageHeaderRead);
        DataFdPolledPresentDecoder present = from.present();
        return new DataFdPolled(
                Parts.decode(seq, from.origin()),
                CallResult.of(from.result()),
                from.askedEvents(),
                Parts.optional(present.answeredEvents(), from.answeredEvents()),
                Parts.optional(present.timeoutNs(), from.timeoutNs()));
    }

    private int encode(DataFdClosed event, MutableDirectBuffer buffer, int at) {
        DataFdClosedEncoder to = dataFdClosedEncoder.wrapAndApplyHeader(buffer, at, messageHeader);
        Parts.encode(event.header(), to.origin());
        to.result(event.result().code());
        return to.limit();
    }

    DataFdClosed decodeDataFdClosed(long seq, DirectBuffer buffer, int at) {
        DataFdClosedDecoder from = dataFdClosedDecoder.wrapAndApplyHeader(buffer, at, messageHeaderRead);
        return new DataFdClosed(Parts.decode(seq, from.origin()), CallResult.of(from.result()));
    }

    private int encode(DataMerged event, MutableDirectBuffer buffer, int at) {
        DataMergedEncoder to = dataMergedEncoder.wrapAndApplyHeader(buffer, at, messageHeader);
        Parts.encode(event.header(), to.origin());
        to.present().clear().streamOffset(event.streamOffset().isPresent());
        to.saving(Parts.yesNo(event.saving()));
        to.calls(event.calls());
        to.bytes(event.bytes());
        to.streamOffset(event.streamOffset().orElse(0));
        return to.limit();
    }

    DataMerged decodeDataMerged(long seq, DirectBuffer buffer, int at) {
        DataMergedDecoder from = dataMergedDecoder.wrapAndApplyHeader(buffer, at, messageHeaderRead);
        DataMergedPresentDecoder present = from.present();
        return new DataMerged(
                Parts.decode(seq, from.origin()),
                Parts.isYes(from.saving()),
                from.calls(),
                from.bytes(),
                Parts.optional(present.streamOffset(), from.streamOffset()));
    }
}
