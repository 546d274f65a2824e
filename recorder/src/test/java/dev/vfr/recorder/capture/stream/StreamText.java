package dev.vfr.recorder.capture.stream;

import dev.vfr.recorder.capture.stream.StreamElement.Command;
import dev.vfr.recorder.capture.stream.StreamElement.Configuration;
import dev.vfr.recorder.capture.stream.StreamElement.ConfigurationSubsection;
import dev.vfr.recorder.capture.stream.StreamElement.Damage;
import dev.vfr.recorder.capture.stream.StreamElement.Description;
import dev.vfr.recorder.capture.stream.StreamElement.DeviceConfig;
import dev.vfr.recorder.capture.stream.StreamElement.DeviceRecord;
import dev.vfr.recorder.capture.stream.StreamElement.EndOfStream;
import dev.vfr.recorder.capture.stream.StreamElement.FileHeader;
import dev.vfr.recorder.capture.stream.StreamElement.Payload;
import dev.vfr.recorder.capture.stream.StreamElement.SectionFooter;
import dev.vfr.recorder.capture.stream.StreamElement.SectionHead;
import dev.vfr.recorder.capture.stream.StreamElement.Unread;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a stream's elements say, one a line. Payload is put together over the borders of what was fed.
final class StreamText {

    private final StreamParser parser;
    private final List<String> lines = new ArrayList<>();
    private final StringBuilder payload = new StringBuilder();

    private StreamText(StreamParser parser) {
        this.parser = parser;
    }

    static List<String> of(byte[] stream) {
        return of(stream, stream.length, new StreamParser());
    }

    /// @param step bytes that are fed at a time
    static List<String> of(byte[] stream, int step, StreamParser parser) {
        StreamText text = new StreamText(parser);
        for (int at = 0; at < stream.length; at += step) {
            parser.feed(ByteBuffer.wrap(stream, at, Math.min(step, stream.length - at)));
            text.drain();
        }
        parser.endOfInput();
        text.drain();
        text.endPayload();
        return text.lines;
    }

    private void drain() {
        Optional<StreamElement> element = parser.next();
        while (element.isPresent()) {
            if (element.get() instanceof Payload part) {
                payload.append(StandardCharsets.US_ASCII.decode(part.bytes()));
            } else {
                endPayload();
                lines.add(element.get().offset() + " " + textOf(element.get()));
            }
            element = parser.next();
        }
    }

    private void endPayload() {
        if (!payload.isEmpty()) {
            lines.add("  " + payload);
            payload.setLength(0);
        }
    }

    static String textOf(StreamElement element) {
        return switch (element) {
            case FileHeader e -> "QEVM version " + e.version();
            case Configuration e -> "configuration " + e.machine();
            case ConfigurationSubsection e -> e.name() + " " + e.pageBits().orElse(0) + " " + e.capabilities();
            case SectionHead e -> e.section().kind() + " " + e.section().text();
            case DeviceRecord e ->
                e.tag()
                        + (e.lengthBytes().isPresent() ? " " + e.lengthBytes().getAsLong() : "")
                        + e.expected().map(other -> " instead of " + other).orElse("");
            case Payload e -> "payload " + e.bytes().remaining();
            case DeviceConfig e -> "config of " + e.bytes();
            case Unread e -> "unread " + e.bytes() + " by " + e.endKnownBy() + ": " + e.reason();
            case SectionFooter e -> "footer " + e.section().id();
            case Command e -> "command " + e.command() + " of " + e.lengthBytes();
            case EndOfStream _ -> "end";
            case Description e -> "description of " + e.json().length();
            case Damage e -> "damage " + e.text();
        };
    }
}
