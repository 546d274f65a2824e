package dev.vfr.samples.device;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.vfr.samples.kernel.Kernel;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/// Asks the simulator what real kernels were asked, and wants the same answers: every row, every field.
class KernelReplayTest {

    /// Where the model keeps the answers, since it is tested on them too.
    private static final Path ANSWERS = Path.of("../model/src/test/resources/dev/vfr/model/vfio");

    /// What the simulator has no answer to, and why.
    private static final Map<String, String> NOT_COMPARED = Map.of(
            "set_us", "how long that machine took",
            "tail", "bytes behind the struct, which the program itself put there and the kernel never touches");

    private static final ObjectMapper JSON = new ObjectMapper();

    private static List<Map<String, Object>> rows(BufferedReader lines) {
        return lines.lines().map(KernelReplayTest::row).toList();
    }

    private static Map<String, Object> row(String line) {
        Map<String, Object> row = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> field : JSON.readTree(line).properties()) {
            if (!NOT_COMPARED.containsKey(field.getKey())) {
                row.put(field.getKey(), value(field.getValue()));
            }
        }
        return row;
    }

    private static Object value(JsonNode node) {
        if (node.isArray()) {
            List<Object> values = new ArrayList<>();
            node.forEach(item -> values.add(value(item)));
            return values;
        }
        if (node.isBoolean()) {
            return node.booleanValue();
        }
        return node.isNumber() ? (Object) node.longValue() : node.stringValue();
    }

    private static void assertSame(List<Map<String, Object>> expected, List<Map<String, Object>> answered) {
        for (int i = 0; i < Math.min(expected.size(), answered.size()); i++) {
            // As a map, since only the names and values of fields count.
            assertEquals(expected.get(i), answered.get(i), "row " + i);
        }
        assertEquals(expected.size(), answered.size(), "rows");
    }

    private static void replay(String file, Kernel kernel) throws IOException {
        try (BufferedReader lines = Files.newBufferedReader(ANSWERS.resolve(file))) {
            List<Map<String, Object>> expected = rows(lines);
            assertEquals(482, expected.size());
            assertSame(expected, new FsmProbe(MttyProfiles.mtty(), kernel, false).run(true));
        }
    }

    @Test
    void everyAnswerOfLinux612() throws IOException {
        replay("kernel-fsm-groundtruth.jsonl", Kernel.LINUX_6_12.withoutIommufd());
    }

    @Test
    void everyAnswerOfLinux72() throws IOException {
        replay("kernel-fsm-groundtruth-7.2.jsonl", Kernel.LINUX_7_2.withoutIommufd());
    }

    /// With ENOMSG, more data in pre-copy and after it, data that is looked at, and a way into ERROR.
    @Test
    void everyAnswerOfTheModifiedDriver() throws IOException {
        String file = "kernel-fsm-groundtruth-modified-driver.jsonl.gz";
        try (InputStream in = KernelReplayTest.class.getResourceAsStream(file);
                BufferedReader lines =
                        new BufferedReader(new InputStreamReader(new GZIPInputStream(in), StandardCharsets.UTF_8))) {
            List<Map<String, Object>> expected = rows(lines);
            assertEquals(382, expected.size());
            // That kernel had IOMMUFD, and the program of then did not ask about feature 12 beyond its probe.
            assertSame(expected, new FsmProbe(MttyProfiles.modified(), Kernel.LINUX_6_12, true).run(false));
        }
    }
}
