package dev.vfr.model.vfio;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Every answer of two real kernels with the sample driver mtty, field by field: predicted by the model, or
/// explained by the driver. A field or a kind of question that is neither fails.
class KernelAnswersTest {

    private static final Map<String, Integer> QUESTIONS = Map.ofEntries(
            Map.entry("device_info", 1),
            Map.entry("initial_state", 1),
            Map.entry("capture", 2),
            Map.entry("feature_probe", 34),
            Map.entry("migration_flags", 2),
            Map.entry("mig_data_size", 16),
            Map.entry("arg_error", 17),
            Map.entry("set_invalid", 23),
            Map.entry("arc", 192),
            Map.entry("data_fd", 4),
            Map.entry("walk", 20),
            Map.entry("resume", 42),
            Map.entry("precopy_info_arg", 5),
            Map.entry("reset", 8),
            Map.entry("close_reopen", 7),
            Map.entry("dma_logging", 7),
            Map.entry("precopy_info_v2_feature", 35),
            Map.entry("precopy_info_v2", 66));

    @Test
    void everyAnswerOfLinux612IsPredictedOrExplained() {
        checkAll(Resources.jsonLines("kernel-fsm-groundtruth.jsonl"), false);
    }

    @Test
    void everyAnswerOfLinux72IsPredictedOrExplained() {
        checkAll(Resources.jsonLines("kernel-fsm-groundtruth-7.2.jsonl"), true);
    }

    private static void checkAll(List<JsonNode> rows, boolean precopyInfoV2) {
        CallAnswers calls = new CallAnswers(precopyInfoV2);
        SessionAnswers sessions = new SessionAnswers();
        Map<String, Integer> questions = new TreeMap<>();
        for (JsonNode row : rows) {
            KernelAnswer answer = new KernelAnswer(row);
            check(answer, calls, sessions);
            answer.isComplete();
            questions.merge(answer.kind(), 1, Integer::sum);
        }
        assertEquals(new TreeMap<>(QUESTIONS), questions);
        assertEquals(482, rows.size());
    }

    private static void check(KernelAnswer answer, CallAnswers calls, SessionAnswers sessions) {
        switch (answer.kind()) {
            case "device_info" -> deviceInfo(answer);
            case "initial_state" -> answer.is("state", "RUNNING");
            case "capture" -> capture(answer);
            case "feature_probe" -> calls.featureProbe(answer);
            case "migration_flags" -> CallAnswers.migrationFlags(answer);
            case "mig_data_size" -> calls.migDataSize(answer);
            case "arg_error" -> calls.argError(answer);
            case "set_invalid" -> ArcAnswers.setInvalid(answer);
            case "arc" -> ArcAnswers.arc(answer);
            case "data_fd" -> SessionAnswers.dataFd(answer);
            case "walk" -> sessions.walk(answer);
            case "resume" -> SessionAnswers.resume(answer);
            case "precopy_info_arg" -> CallAnswers.precopyInfoArgument(answer);
            case "reset" -> SessionAnswers.reset(answer);
            case "close_reopen" -> SessionAnswers.closeAndReopen(answer);
            case "dma_logging" -> CallAnswers.dmaLogging(answer);
            case "precopy_info_v2_feature" -> calls.precopyInfoV2Feature(answer);
            case "precopy_info_v2" -> calls.precopyInfoV2(answer);
            default -> throw new AssertionError("unknown kind of question: " + answer);
        }
    }

    private static void deviceInfo(KernelAnswer answer) {
        String reason = "what a device is made of is the driver's";
        answer.isByDriver("flags", "0x2", reason)
                .isByDriver("reset", 0L, "mtty does not announce its reset, yet takes it")
                .isByDriver("pci", 1L, reason)
                .isByDriver("regions", 9L, reason)
                .isByDriver("irqs", 5L, reason);
    }

    private static void capture(KernelAnswer answer) {
        long size = Mtty.of(answer).sizeBytes();
        answer.asks("ports")
                .isByDriver("len", size, "the size of the state is the driver's")
                .isByDriver("reads", List.of(Long.toString(size), "0"), "all in one read, then the end: a 0")
                .isNotPredictable("hex", "the bytes of a state are the driver's");
    }
}
