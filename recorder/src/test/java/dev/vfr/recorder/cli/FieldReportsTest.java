package dev.vfr.recorder.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.vfr.recorder.testing.ReportSchema;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Migrations as people posted them, and what a competent engineer would say of each: `import`, `report` and `check` as
/// at the command line.
///
/// | key of a trial in `expected.json` | holds where |
/// |---|---|
/// | `traces` | files of each process, imported into one trace each |
/// | `outcome` | one of these is among the migrations; `[]`: there is none; `null` in it: none is right too |
/// | `side`, `responsible` | one of these is in the diagnosis of a migration |
/// | `kind` | one of these is the kind of a migration |
/// | `words`, `not` | each, and none, of these regular expressions is in the text |
/// | `fails` | `report` exits 1, and `check` does not pass |
/// | `refused` | the import is refused in one line for each file, which holds the words |
final class FieldReportsTest {

    private static final Path FIELD = Path.of("src/test/resources/field");
    private static final int HEADLINE_WORDS_MAX = 20;

    /// The trials that import and are judged wrongly, with what is wrong. None of them may be right.
    private static final Map<String, String> KNOWN_WRONG = Map.of(
            "13-python-repr-query-migrate/1",
            "the file says that 168 MB remain, not 285",
            "27-domain-log-with-qmp/0",
            "the message that it asks for is in another file of the case");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private record Result(int status, String out, String err) {}

    /// @param name the folder's name and the number of the trial in it
    record Trial(String name, Path folder, JsonNode expected) {
        @Override
        public String toString() {
            return name;
        }
    }

    static List<Trial> trials() throws IOException {
        List<Trial> trials = new ArrayList<>();
        try (Stream<Path> folders = Files.list(FIELD)) {
            for (Path folder : folders.sorted().toList()) {
                int number = 0;
                JsonNode cases = JsonMapper.shared()
                        .readTree(folder.resolve("expected.json").toFile())
                        .get("trials");
                for (JsonNode each : cases) {
                    trials.add(new Trial(folder.getFileName() + "/" + number++, folder, each));
                }
            }
        }
        return trials;
    }

    @ParameterizedTest
    @MethodSource("trials")
    void theReportIsWhatAnEngineerWouldSay(Trial trial) {
        List<String> wrong = wrongIn(trial);
        if (KNOWN_WRONG.containsKey(trial.name)) {
            assertFalse(wrong.isEmpty(), "this is right after all: " + KNOWN_WRONG.get(trial.name));
            assertFalse(wrong.getFirst().startsWith("import "), wrong.toString());
        } else {
            assertEquals(List.of(), wrong);
        }
    }

    @Test
    void theListsNameTrialsThatExist() throws Exception {
        Set<String> listed = new TreeSet<>(KNOWN_WRONG.keySet());
        listed.removeAll(trials().stream().map(Trial::name).toList());
        assertEquals(Set.of(), listed);
    }

    private List<String> wrongIn(Trial trial) {
        JsonNode expected = trial.expected;
        List<Object> traces = new ArrayList<>();
        for (JsonNode files : expected.get("traces")) {
            Path trace = folder.resolve((char) ('a' + traces.size()) + ".vfr");
            List<Object> words = new ArrayList<>(List.of("import"));
            files.forEach(file -> words.add(trial.folder.resolve(file.asString())));
            words.addAll(List.of("-o", trace));
            Result result = run(words);
            if (expected.path("refused").asBoolean(false)) {
                return refused(expected, files.size(), result);
            }
            if (result.status != ExitStatus.OK) {
                return List.of("import exits " + result.status + ": " + result.err.strip());
            }
            traces.add(trace);
        }
        return judged(expected, traces);
    }

    private static List<String> refused(JsonNode expected, int files, Result result) {
        List<String> wrong = new ArrayList<>();
        if (result.status != ExitStatus.INPUT) {
            wrong.add("import exits " + result.status + ", expected a refusal");
        }
        if (result.err.strip().lines().count() > 1 + files) {
            wrong.add("refusal has many lines: " + result.err);
        }
        words(expected, "words")
                .filter(word -> !has(word, result.err))
                .forEach(word -> wrong.add("refusal lacks " + word));
        return wrong;
    }

    private static List<String> judged(JsonNode expected, List<Object> traces) {
        Result text = run(with("report", traces));
        Result json = run(with("report", traces, "--format", "json"));
        if (text.status > ExitStatus.FINDINGS || json.status > ExitStatus.FINDINGS) {
            return List.of("report exits " + text.status + ": " + text.err);
        }
        List<JsonNode> migrations = JsonMapper.shared()
                .readTree(json.out)
                .get("migrations")
                .valueStream()
                .toList();
        List<String> wrong = new ArrayList<>(ReportSchema.errorsIn(json.out));
        Set<String> outcomes = told(migrations, migration -> migration.get("outcome"));
        boolean noneIsRight =
                expected.path("outcome").isEmpty() || words(expected, "outcome").anyMatch("null"::equals);
        if (expected.has("outcome")
                && words(expected, "outcome").noneMatch(outcomes::contains)
                && !(outcomes.isEmpty() && noneIsRight)) {
            wrong.add("outcome " + outcomes + ", expected " + expected.get("outcome"));
        }
        oneOf(expected, "kind", told(migrations, each -> each.get("kind")), wrong);
        oneOf(expected, "side", told(migrations, each -> each.at("/diagnosis/side")), wrong);
        oneOf(expected, "responsible", told(migrations, each -> each.at("/diagnosis/responsible")), wrong);
        String flat = text.out.replaceAll("\\s+", " ");
        words(expected, "words").filter(word -> !has(word, flat)).forEach(word -> wrong.add("report lacks " + word));
        words(expected, "not").filter(word -> has(word, flat)).forEach(word -> wrong.add("report says " + word));
        if (text.out.indexOf('\u001b') >= 0) {
            wrong.add("escape bytes in the report");
        }
        for (JsonNode migration : migrations) {
            String headline = migration.path("headline").asString("");
            if (headline.isEmpty() || headline.split("\\s+").length > HEADLINE_WORDS_MAX) {
                wrong.add("headline '" + headline + "'");
            }
        }
        if (expected.path("fails").asBoolean(false)) {
            if (text.status != ExitStatus.FINDINGS) {
                wrong.add("report exits " + text.status);
            }
            Result check = run(with("check", traces));
            if (check.status == ExitStatus.OK) {
                wrong.add("check passes");
            }
        }
        return wrong;
    }

    private static void oneOf(JsonNode expected, String key, Set<String> told, List<String> wrong) {
        if (expected.has(key) && words(expected, key).noneMatch(told::contains)) {
            wrong.add(key + " " + told + ", expected " + expected.get(key));
        }
    }

    private static Set<String> told(List<JsonNode> migrations, Function<JsonNode, JsonNode> value) {
        return new TreeSet<>(migrations.stream()
                .map(value)
                .filter(JsonNode::isString)
                .map(JsonNode::asString)
                .toList());
    }

    private static Stream<String> words(JsonNode expected, String key) {
        return Optional.ofNullable(expected.get(key)).stream()
                .flatMap(JsonNode::valueStream)
                .map(word -> word.isNull() ? "null" : word.asString());
    }

    private static boolean has(String word, String text) {
        return Pattern.compile(word, Pattern.CASE_INSENSITIVE).matcher(text).find();
    }

    private static List<Object> with(String command, List<Object> traces, Object... options) {
        List<Object> words = new ArrayList<>(List.of(command));
        words.addAll(traces);
        words.addAll(List.of(options));
        return words;
    }

    private static Result run(List<Object> args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        String[] words = args.stream().map(Object::toString).toArray(String[]::new);
        int status = Vfr.run(new PrintWriter(out), new PrintWriter(err), words);
        return new Result(status, out.toString(), err.toString());
    }
}
