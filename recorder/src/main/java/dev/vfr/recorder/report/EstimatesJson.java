package dev.vfr.recorder.report;

import dev.vfr.model.report.Convergence;
import dev.vfr.model.report.EstimateHistory;
import dev.vfr.model.report.Interval;
import dev.vfr.model.report.WhatIf;
import java.math.BigInteger;
import java.util.Collection;
import java.util.OptionalLong;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// What was estimated, as JSON. Figures of a driver are unsigned.
final class EstimatesJson {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private EstimatesJson() {}

    static ObjectNode of(EstimateHistory history) {
        ObjectNode node = NODES.objectNode();
        node.put("device", history.device());
        node.put("trace", history.trace());
        node.set("driver", array(history.driver(), EstimatesJson::sample));
        node.put("driverLeftOut", history.driverLeftOut());
        node.set("vmm", array(history.vmm(), EstimatesJson::sample));
        node.put("vmmLeftOut", history.vmmLeftOut());
        node.set("preCopyBytes", number(history.preCopyBytes()));
        node.set("stopCopyBytes", number(history.stopCopyBytes()));
        node.set("sumError", number(history.sumError()));
        return node;
    }

    private static ObjectNode sample(EstimateHistory.Sample sample) {
        ObjectNode node = NODES.objectNode();
        node.put("seq", sample.seq());
        node.set("atNs", number(sample.atNs()));
        node.set("exact", sample.exact().<JsonNode>map(NODES::booleanNode).orElse(NODES.nullNode()));
        node.set("initialBytes", unsigned(sample.initialBytes()));
        node.set("dirtyBytes", unsigned(sample.dirtyBytes()));
        node.set("stopCopyLength", unsigned(sample.stopCopyLength()));
        node.put("reinit", sample.reinit());
        node.put("readBytes", sample.readBytes());
        node.set("preCopyError", number(sample.preCopyError()));
        node.set("stopCopyError", number(sample.stopCopyError()));
        return node;
    }

    static ObjectNode of(Convergence convergence) {
        ObjectNode node = NODES.objectNode();
        node.set("device", convergence.device().<JsonNode>map(NODES::stringNode).orElse(NODES.nullNode()));
        node.put("trend", convergence.trend().word());
        node.set("dirtyBytesPerSecond", number(convergence.dirtyBytesPerSecond()));
        node.set("readBytesPerSecond", number(convergence.readBytesPerSecond()));
        node.set("leftBytes", number(convergence.leftBytes()));
        node.set("sinceNs", number(convergence.sinceNs()));
        return node;
    }

    static ObjectNode of(WhatIf whatIf) {
        ObjectNode node = NODES.objectNode();
        node.set("moments", array(whatIf.moments(), EstimatesJson::moment));
        node.set("best", whatIf.best().<JsonNode>map(EstimatesJson::moment).orElse(NODES.nullNode()));
        node.set("lostNs", number(whatIf.lostNs()));
        node.set("effects", array(whatIf.effects(), EstimatesJson::effect));
        node.put("silence", whatIf.silence());
        return node;
    }

    private static ObjectNode moment(WhatIf.Moment moment) {
        ObjectNode node = NODES.objectNode();
        node.put("atNs", moment.atNs());
        node.put("leftBytes", moment.leftBytes());
        node.put("downtimeNs", moment.downtimeNs());
        node.put("guestMemoryBytes", moment.guestMemoryBytes());
        node.set("downtimeBounds", interval(moment.downtimeBounds()));
        return node;
    }

    private static ObjectNode effect(WhatIf.Effect effect) {
        ObjectNode node = NODES.objectNode();
        node.put("condition", effect.condition().word());
        node.put("factor", effect.factor());
        node.set("downtimeNs", interval(effect.downtimeNs()));
        return node;
    }

    private static ObjectNode interval(Interval interval) {
        ObjectNode node = NODES.objectNode();
        node.put("min", interval.min());
        node.put("max", interval.max());
        return node;
    }

    private static JsonNode number(OptionalLong value) {
        return value.isPresent() ? NODES.numberNode(value.getAsLong()) : NODES.nullNode();
    }

    /// A figure of a driver, which uses all 64 bits.
    static JsonNode unsigned(OptionalLong value) {
        if (value.isPresent() && value.getAsLong() < 0) {
            return NODES.numberNode(new BigInteger(Long.toUnsignedString(value.getAsLong())));
        }
        return number(value);
    }

    private static <T> ArrayNode array(Collection<T> values, Function<T, ? extends JsonNode> form) {
        ArrayNode array = NODES.arrayNode();
        values.forEach(value -> array.add(form.apply(value)));
        return array;
    }
}
