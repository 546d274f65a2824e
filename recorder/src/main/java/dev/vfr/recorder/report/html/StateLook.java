package dev.vfr.recorder.report.html;

import static j2html.TagCreator.each;
import static j2html.TagCreator.span;
import static j2html.TagCreator.tag;

import dev.vfr.model.vfio.DeviceState;
import j2html.tags.ContainerTag;
import j2html.tags.DomContent;
import java.util.Arrays;
import java.util.Locale;

/// The look of a device state: one colour a state, safe for colour-blind eyes; a P2P twin has the hue of its sibling
/// and is hatched, so that shape says what colour says. Inferred states are lighter with a dashed edge.
final class StateLook {

    private StateLook() {}

    static String color(DeviceState state) {
        return switch (state) {
            case RUNNING, RUNNING_P2P -> "#009E73";
            case PRE_COPY, PRE_COPY_P2P -> "#0072B2";
            case STOP -> "#7F7F7F";
            case STOP_COPY -> "#E69F00";
            case RESUMING -> "#CC79A7";
            case ERROR -> "#D55E00";
        };
    }

    /// The class of text that is read on top of the state's colour.
    static String textOn(DeviceState state) {
        return switch (state) {
            case STOP_COPY, RESUMING, RUNNING, RUNNING_P2P, ERROR, STOP -> "on-light";
            case PRE_COPY, PRE_COPY_P2P -> "on-dark";
        };
    }

    /// What a shape in this state is filled with.
    static String fill(DeviceState state) {
        return state.isP2p() ? "url(#" + hatch(state) + ")" : color(state);
    }

    /// The hatches that all pictures of the page share. Not displayed itself.
    static DomContent patterns() {
        return svg(0, 0)
                .attr("aria-hidden", "true")
                .withClass("defs")
                .with(tag("defs")
                        .with(each(
                                Arrays.stream(DeviceState.values())
                                        .filter(DeviceState::isP2p)
                                        .toList(),
                                StateLook::pattern)));
    }

    private static ContainerTag<?> pattern(DeviceState state) {
        return tag("pattern")
                .withId(hatch(state))
                .attr("width", "6")
                .attr("height", "6")
                .attr("patternUnits", "userSpaceOnUse")
                .attr("patternTransform", "rotate(45)")
                .with(
                        tag("rect").attr("width", "6").attr("height", "6").attr("fill", color(state)),
                        tag("rect")
                                .attr("width", "2")
                                .attr("height", "6")
                                .attr("fill", "#fff")
                                .attr("fill-opacity", "0.6"));
    }

    /// A small sample of the state's look beside its name.
    static DomContent named(DeviceState state, boolean observed) {
        ContainerTag<?> box = tag("rect")
                .attr("x", "0.5")
                .attr("y", "0.5")
                .attr("width", "11")
                .attr("height", "11")
                .attr("fill", fill(state));
        if (!observed) {
            box.attr("fill-opacity", "0.38").attr("stroke", color(state)).attr("stroke-dasharray", "3 2");
        }
        return span(svg(12, 12).attr("aria-hidden", "true").with(box), TermsSection.link(state.name()))
                .withClass("state");
    }

    static ContainerTag<?> svg(int width, int height) {
        return tag("svg")
                .attr("width", Integer.toString(width))
                .attr("height", Integer.toString(height))
                .attr("viewBox", "0 0 " + width + " " + height);
    }

    private static String hatch(DeviceState state) {
        return "hatch-" + state.name().toLowerCase(Locale.ROOT);
    }
}
