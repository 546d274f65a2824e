package dev.vfr.recorder.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vfr.model.analysis.rule.Rule;
import dev.vfr.model.analysis.verdict.Rules;
import dev.vfr.model.event.EventSourceException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.NoSuchFileException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Every failure is one line on standard error and one of the documented statuses.
class VfrTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... args) {
        return Vfr.run(new PrintWriter(out), new PrintWriter(err), args);
    }

    private int report(Throwable failure) {
        return new Failures(new PrintWriter(err), false).report(failure);
    }

    @Test
    void helpAndVersionGoToStandardOutput() {
        assertEquals(ExitStatus.OK, run("--version"));
        assertTrue(out.toString().matches("vfr \\d+\\.\\d+\\.\\d+\\S*\\R"), out.toString());
        assertEquals(ExitStatus.OK, run("--help"));
        assertTrue(out.toString().contains("Usage: vfr"), out.toString());
        assertEquals("", err.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"record", "import", "report", "export", "help", "home"})
    void everyCommandHelpsWhereItIsAsked(String command) {
        assertEquals(ExitStatus.OK, run((command + " --help").split(" ")), err.toString());
        assertTrue(out.toString().contains("Usage: vfr " + command), out.toString());
        assertEquals("", err.toString());
    }

    @Test
    void noRemedyNamesACommandThatIsNotThere() {
        Pattern command = Pattern.compile("\\bvfr ([a-z][a-z-]*)");
        for (Rule rule : Rules.ALL) {
            Matcher named = command.matcher(rule.advice().guide().remedy());
            while (named.find()) {
                assertEquals(
                        ExitStatus.OK,
                        run(named.group(1), "--help"),
                        rule.advice().guide().remedy());
            }
        }
    }

    @Test
    void unknownCommandIsWrongUsage() {
        assertEquals(ExitStatus.USAGE, run("frobnicate"));
        assertEquals(
                "vfr: Unmatched argument at index 0: 'frobnicate'",
                err.toString().lines().findFirst().orElseThrow());
        assertTrue(err.toString().endsWith("vfr: try 'vfr --help'" + System.lineSeparator()), err.toString());
        assertEquals("", out.toString());
    }

    @Test
    void noCommandIsWrongUsageAndNamesThem() {
        assertEquals(ExitStatus.USAGE, run());
        assertTrue(err.toString().startsWith("vfr: which command? "), err.toString());
    }

    @Test
    void aTraceThatCannotBeReadIsOneLine() {
        assertEquals(ExitStatus.INPUT, report(new EventSourceException("x.vfr:\n  expected a\n  found b")));
        assertEquals("vfr: x.vfr: expected a found b" + System.lineSeparator(), err.toString());
    }

    @Test
    void aMissingFileIsToldInWords() {
        assertEquals(ExitStatus.INPUT, report(new NoSuchFileException("a.log")));
        assertEquals("vfr: a.log: no such file or directory" + System.lineSeparator(), err.toString());
    }

    @Test
    void whatTheMachineLacksIsStatusFour() {
        assertEquals(ExitStatus.ENVIRONMENT, report(new EnvironmentException("no display")));
        assertEquals(ExitStatus.ENVIRONMENT, report(new OutOfMemoryError()));
    }

    @Test
    void anUnexpectedExceptionIsToldAsOurBugWithoutItsTrace() {
        assertEquals(ExitStatus.BUG, report(new IllegalStateException("oh")));
        assertEquals(1, err.toString().lines().count());
        assertTrue(err.toString().contains("bug of vfr") && err.toString().contains("VFR_DEBUG=1"), err.toString());
    }

    @Test
    void debugShowsTheTrace() {
        new Failures(new PrintWriter(err), true).report(new IllegalStateException("oh"));
        assertTrue(err.toString().contains("at dev.vfr.recorder.cli.VfrTest"), err.toString());
    }
}
