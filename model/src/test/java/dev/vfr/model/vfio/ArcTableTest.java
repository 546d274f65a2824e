package dev.vfr.model.vfio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ArcTableTest {

    private final JsonNode paths = Resources.json("fsm-paths.json");
    private final JsonNode arcs = Resources.json("fsm-arcs.json");

    @Test
    void everyPairOfStatesTakesTheKernelsPathForEveryCombinationOfFlags() {
        int pairs = 0;
        for (MigrationFlags flags : MigrationFlags.combinations()) {
            for (DeviceState from : DeviceState.values()) {
                for (DeviceState to : DeviceState.values()) {
                    JsonNode expected = paths.required(flags.toString())
                            .required(from.name())
                            .required(to.name());
                    assertEquals(
                            expectedPath(expected), ArcTable.path(from, to, flags), flags + ": " + from + " to " + to);
                    pairs++;
                }
            }
        }
        assertEquals(4 * 8 * 8, pairs);
        assertEquals(4, paths.size(), "flag combinations in the reference");
    }

    private static Optional<List<DeviceState>> expectedPath(JsonNode node) {
        if (node.isString()) {
            assertEquals("ERROR", node.stringValue());
            return Optional.empty();
        }
        List<DeviceState> states = new ArrayList<>();
        node.forEach(state -> states.add(DeviceState.valueOf(state.stringValue())));
        return Optional.of(states);
    }

    @Test
    void everyNextStepIsTheKernels() {
        JsonNode table = arcs.required("next_step_all_features");
        for (DeviceState current : DeviceState.values()) {
            for (DeviceState requested : DeviceState.values()) {
                String expected = table.required(current.name())
                        .required(requested.name())
                        .stringValue();
                assertEquals(expected, ArcTable.nextStep(current, requested).name(), current + " to " + requested);
            }
        }
    }

    @Test
    void numbersAndFlagBitsAreTheKernels() {
        for (DeviceState state : DeviceState.values()) {
            assertEquals(arcs.required("states").required(state.name()).intValue(), state.number());
        }
        JsonNode bits = arcs.required("flags");
        assertEquals(bits.required("STOP_COPY").longValue(), MigrationFlags.STOP_COPY_BIT);
        assertEquals(bits.required("P2P").longValue(), MigrationFlags.P2P_BIT);
        assertEquals(bits.required("PRE_COPY").longValue(), MigrationFlags.PRE_COPY_BIT);
    }

    @Test
    void aStateIsAllowedWhereAllItsRequiredFlagsAreOffered() {
        JsonNode required = arcs.required("required_flags");
        for (long bits = 0; bits < 16; bits++) {
            MigrationFlags flags = new MigrationFlags(bits);
            for (DeviceState state : DeviceState.values()) {
                boolean expected = state != DeviceState.ERROR
                        && (bits & required.required(state.name()).longValue())
                                == required.required(state.name()).longValue();
                assertEquals(expected, flags.allows(state), flags + " " + state);
            }
        }
    }

    @Test
    void everySingleArcHasTheKernelsEffectOnTheDataFd() {
        Map<String, DataFdEffect> names = Map.of(
                "none", DataFdEffect.NONE,
                "open-saving", DataFdEffect.OPENS_SAVING,
                "open-resuming", DataFdEffect.OPENS_RESUMING,
                "keep", DataFdEffect.KEEPS,
                "close-saving", DataFdEffect.ENDS_SAVING,
                "close-resuming", DataFdEffect.ENDS_RESUMING);
        for (MigrationFlags flags : MigrationFlags.combinations()) {
            Map<String, DataFdEffect> expected = new HashMap<>();
            arcs.required("driver_arcs_fd_effect")
                    .required(flags.toString())
                    .properties()
                    .forEach(arc ->
                            expected.put(arc.getKey(), names.get(arc.getValue().stringValue())));
            Map<String, DataFdEffect> actual = new HashMap<>();
            ArcTable.arcs(flags).forEach(arc -> actual.put(arc.from() + "->" + arc.to(), arc.dataFdEffect()));
            assertEquals(expected, actual, flags.toString());
        }
    }

    @Test
    void onlyTheLastArcOfAPathOpensADataFd() {
        int opening = 0;
        for (MigrationFlags flags : MigrationFlags.combinations()) {
            for (DeviceState from : DeviceState.values()) {
                for (DeviceState to : DeviceState.values()) {
                    List<Arc> walked =
                            ArcTable.path(from, to, flags).map(ArcTable::arcsOf).orElse(List.of());
                    for (int i = 0; i < walked.size(); i++) {
                        if (walked.get(i).dataFdEffect().opens()) {
                            assertEquals(walked.size() - 1, i, from + " to " + to);
                            opening++;
                        }
                    }
                }
            }
        }
        assertTrue(opening > 0);
    }

    @Test
    void theWayFromAndToErrorIsRefusedButForTheStateItself() {
        for (DeviceState state : DeviceState.values()) {
            boolean same = state == DeviceState.ERROR;
            assertEquals(same, ArcTable.refusal(state, 0, MigrationFlags.ALL).isEmpty(), "to ERROR from " + state);
            assertEquals(
                    same,
                    ArcTable.refusal(DeviceState.ERROR, state.number(), MigrationFlags.ALL)
                            .isEmpty(),
                    "from ERROR to " + state);
        }
    }

    @Test
    void aDeviceWithoutStopCopyHasNoArcs() {
        assertTrue(ArcTable.arcs(MigrationFlags.NONE).isEmpty());
        assertTrue(ArcTable.arcs(new MigrationFlags(MigrationFlags.P2P_BIT | MigrationFlags.PRE_COPY_BIT))
                .isEmpty());
    }

    @Test
    void anArcJoinsTwoDifferentStatesThatAreNotError() {
        assertThrows(IllegalArgumentException.class, () -> new Arc(DeviceState.STOP, DeviceState.STOP));
        assertThrows(IllegalArgumentException.class, () -> new Arc(DeviceState.STOP, DeviceState.ERROR));
        assertThrows(IllegalArgumentException.class, () -> new Arc(DeviceState.ERROR, DeviceState.STOP));
    }

    @Test
    void flagsArePrintedByName() {
        assertEquals(List.of("STOP_COPY", "P2P", "PRE_COPY"), MigrationFlags.ALL.names());
        assertEquals("STOP_COPY|0x10", new MigrationFlags(0x11).toString());
        assertEquals("none", MigrationFlags.NONE.toString());
        assertFalse(MigrationFlags.STOP_COPY_P2P.hasPreCopy());
    }
}
