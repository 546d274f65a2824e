package dev.vfr.recorder.capture.stream;

import java.util.Map;
import java.util.OptionalLong;

/// How long the states of handlers are that have no length in the stream.
///
/// @param bytes of the body of the FULL section, by the handler
public record SectionSizes(Map<Handler, Long> bytes) {

    /// Nothing is known, as of a stream that is still arriving: its description comes last.
    public static final SectionSizes UNKNOWN = new SectionSizes(Map.of());

    /// A handler by its idstr and its instance id.
    public record Handler(String name, long instance) {}

    public SectionSizes {
        bytes = Map.copyOf(bytes);
    }

    OptionalLong of(Section section) {
        Long size = bytes.get(new Handler(section.name(), section.instance()));
        return size == null || section.kind() != Section.Kind.FULL ? OptionalLong.empty() : OptionalLong.of(size);
    }
}
