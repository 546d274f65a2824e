package dev.vfr.recorder.check;

import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Report;
import dev.vfr.recorder.Product;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// A check as SARIF 2.1.0 (OASIS), which code hosts and IDEs read.
///
/// | in the file | is |
/// |---|---|
/// | `rules[]` | a rule that found something, or a budget: what it means, what to do, where it comes from |
/// | `results[]` | a finding, or a budget held against a figure; `kind` is `pass` where it is within, `open` where it
/// cannot be judged and need not be |
/// | `physicalLocation` | the trace; the region's line is the event's in `vfr export jsonl`, which is its seq + 1 |
/// | `logicalLocations[]` | the device |
/// | `artifacts[]` | the traces |
public final class CheckSarif {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final String SCHEMA =
            "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

    private final Map<String, Path> paths;
    private final Map<String, Integer> ruleIndex = new LinkedHashMap<>();
    private final ArrayNode rules = NODES.arrayNode();
    private final ArrayNode results = NODES.arrayNode();

    private CheckSarif(Map<String, Path> paths) {
        this.paths = new LinkedHashMap<>(paths);
    }

    /// The file's text.
    ///
    /// @param paths where the traces are, by their names in the report
    /// @param exitStatus of the command
    public static String of(CheckResult check, Map<String, Path> paths, int exitStatus) {
        CheckSarif sarif = new CheckSarif(paths);
        check.findings().forEach(sarif::add);
        check.judgements().forEach(judgement -> sarif.add(check, judgement));
        ObjectNode root = NODES.objectNode();
        root.put("$schema", SCHEMA);
        root.put("version", "2.1.0");
        root.putArray("runs").add(sarif.run(check, exitStatus));
        return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
    }

    private ObjectNode run(CheckResult check, int exitStatus) {
        ObjectNode run = NODES.objectNode();
        ObjectNode driver = run.putObject("tool").putObject("driver");
        driver.put("name", "vfr");
        driver.put("fullName", "VFIO Flight Recorder");
        driver.put("version", Product.version());
        driver.set("rules", rules);
        ObjectNode invocation = run.putArray("invocations").addObject();
        invocation.put("executionSuccessful", true);
        invocation.put("exitCode", exitStatus);
        ArrayNode artifacts = run.putArray("artifacts");
        paths.forEach((name, path) -> {
            ObjectNode artifact = artifacts.addObject();
            artifact.putObject("location").put("uri", uri(path));
            artifact.putObject("description").put("text", "The trace " + name);
        });
        run.set("results", results);
        ArrayNode migrations = run.putObject("properties").putArray("migrations");
        for (Report.MigrationSummary migration : check.report().migrations()) {
            ObjectNode told = migrations.addObject();
            told.put("outcome", migration.outcome().word())
                    .put("headline", migration.verdict().headline());
            migration
                    .diagnosis()
                    .ifPresent(
                            known -> told.put("responsible", known.responsible().word()));
        }
        return run;
    }

    private void add(Finding finding) {
        int rule = rule(finding.rule(), finding, CheckSarif::rule);
        ObjectNode result = result(finding.rule(), rule, finding.summary());
        result.put("level", level(finding.severity()));
        ObjectNode location = NODES.objectNode();
        finding.trace().ifPresent(trace -> {
            ObjectNode physical = location.putObject("physicalLocation");
            ObjectNode artifact = physical.putObject("artifactLocation");
            artifact.put("uri", uri(paths.getOrDefault(trace, Path.of(trace))));
            int index = new ArrayList<>(paths.keySet()).indexOf(trace);
            if (index >= 0) {
                artifact.put("index", index);
            }
            // A line is 32 bits wide in most readers.
            if (finding.seq().isPresent() && finding.seq().getAsLong() < Integer.MAX_VALUE) {
                physical.putObject("region").put("startLine", finding.seq().getAsLong() + 1);
            }
        });
        finding.device().ifPresent(device -> {
            ObjectNode logical = location.putArray("logicalLocations").addObject();
            logical.put("name", device);
            logical.put(
                    "fullyQualifiedName",
                    finding.trace().map(trace -> trace + "/").orElse("") + device);
            logical.put("kind", "resource");
        });
        if (!location.isEmpty()) {
            result.putArray("locations").add(location);
        }
        ObjectNode properties = result.putObject("properties");
        properties.put("responsible", finding.responsible().word());
        finding.side().ifPresent(side -> properties.put("side", side.word()));
        finding.seq().ifPresent(seq -> properties.put("seq", seq));
    }

    private void add(CheckResult check, Judgement judgement) {
        String id = "budget-" + judgement.budget().name();
        int rule = rule(id, judgement.budget(), CheckSarif::rule);
        ObjectNode result = result(id, rule, judgement.subject() + ": " + judgement.told());
        if (check.isRefused(judgement)) {
            result.put("kind", "fail");
            result.put("level", "error");
        } else {
            result.put("kind", judgement.result() == Judgement.Result.WITHIN ? "pass" : "open");
            result.put("level", "none");
        }
    }

    private ObjectNode result(String id, int rule, String message) {
        ObjectNode result = results.addObject();
        result.put("ruleId", id);
        result.put("ruleIndex", rule);
        result.putObject("message").put("text", message);
        return result;
    }

    private <T> int rule(String id, T origin, Function<T, ObjectNode> form) {
        return ruleIndex.computeIfAbsent(id, _ -> {
            ObjectNode rule = form.apply(origin);
            rule.put("id", id);
            rules.add(rule);
            return rules.size() - 1;
        });
    }

    private static ObjectNode rule(Finding finding) {
        ObjectNode rule = NODES.objectNode();
        rule.putObject("shortDescription").put("text", finding.rule().replace('-', ' '));
        rule.putObject("fullDescription").put("text", finding.explanation());
        List<String> help = new ArrayList<>();
        if (!finding.remedy().isEmpty()) {
            help.add(finding.remedy());
        }
        help.add("Where the rule comes from: " + finding.clause());
        rule.putObject("help").put("text", String.join("\n\n", help));
        rule.putObject("defaultConfiguration").put("level", level(finding.severity()));
        rule.putObject("properties").put("clause", finding.clause());
        return rule;
    }

    private static ObjectNode rule(Budget budget) {
        ObjectNode rule = NODES.objectNode();
        rule.putObject("shortDescription").put("text", "budget for " + budget.name());
        rule.putObject("fullDescription").put("text", "A limit given to vfr check: " + budget.limit() + ".");
        rule.putObject("help").put("text", "vfr check --help says what each budget is about.");
        rule.putObject("defaultConfiguration").put("level", "error");
        return rule;
    }

    private static String level(Finding.Severity severity) {
        return switch (severity) {
            case ERROR -> "error";
            case WARNING -> "warning";
            case INFO -> "note";
        };
    }

    /// A path as a URI reference: relative where the path is, so that it holds on the machine that reads it.
    private static String uri(Path path) {
        try {
            return path.isAbsolute()
                    ? new URI("file", "", path.toString(), null).toString()
                    : new URI(null, null, path.toString(), null).getRawSchemeSpecificPart();
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(path.toString(), e);
        }
    }
}
