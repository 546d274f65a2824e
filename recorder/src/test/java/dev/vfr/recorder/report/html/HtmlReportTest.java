package dev.vfr.recorder.report.html;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vfr.model.analysis.Analysis;
import dev.vfr.model.analysis.TraceInput;
import dev.vfr.model.event.InMemoryEvents;
import dev.vfr.model.report.Report;
import dev.vfr.recorder.capture.ImportInput;
import dev.vfr.recorder.capture.ImportProgress;
import dev.vfr.recorder.capture.TraceImport;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The HTML report, read by a parser as a browser reads it.
final class HtmlReportTest {

    private static final Path GOLDEN = Path.of("src/test/resources/golden/html-report/report.html");

    private static List<TraceInput> capture(String name, String... sides) throws Exception {
        URL folder = Objects.requireNonNull(HtmlReportTest.class.getResource("/captures/" + name));
        List<TraceInput> traces = new ArrayList<>();
        for (String side : sides) {
            List<ImportInput> files;
            try (Stream<Path> all = Files.list(Path.of(folder.toURI()))) {
                files = all.filter(file -> file.getFileName().toString().startsWith(side + "."))
                        .sorted()
                        .map(ImportInput::of)
                        .toList();
            }
            InMemoryEvents events = new InMemoryEvents();
            TraceImport.run(files, events, ImportProgress.NONE);
            traces.add(new TraceInput(side, events));
        }
        return traces;
    }

    private static Document parsed(List<TraceInput> traces) throws Exception {
        return Jsoup.parse(HtmlReport.of(Analysis.of(traces), traces));
    }

    @Test
    void namesAndLinesOfForeignLogsAreTextAndNothingElse() throws Exception {
        Document page = parsed(List.of(new TraceInput(SmallTrace.EVIL, SmallTrace.events(SmallTrace.EVIL))));

        assertEquals(0, page.select("script").size());
        assertEquals(0, page.select("img").size());
        assertEquals(0, page.select("[onload]").size());
        assertTrue(page.text().contains(SmallTrace.EVIL), page.text());
        assertTrue(page.select("svg text").text().contains("<script>"), "the lane has the name");
    }

    @Test
    void whatHasNoFormInHtmlIsReplaced() throws Exception {
        List<TraceInput> traces = List.of(new TraceInput("t", SmallTrace.events("a\u0000b\u0007c\ud800d\u202ee")));

        String page = HtmlReport.of(Analysis.of(traces), traces);

        assertTrue(page.contains("a\ufffdb\ufffdc\ufffdd\ufffde"));
        assertFalse(page.contains("\u202e"));
    }

    @Test
    void theSameTraceGivesTheSameFileToTheByte() throws Exception {
        String page = HtmlReport.of(SmallTrace.report(), SmallTrace.inputs());

        if (System.getProperty("golden.update") != null) {
            Files.createDirectories(GOLDEN.getParent());
            Files.writeString(GOLDEN, page);
        }
        assertEquals(Files.readString(GOLDEN), page);
        assertEquals(page, HtmlReport.of(SmallTrace.report(), SmallTrace.inputs()));
    }

    @Test
    void aLossIsATornGapAndAFailureAMark() throws Exception {
        Document page = parsed(SmallTrace.inputs());

        assertEquals(1, page.select("svg path.gap").size());
        assertTrue(page.select("svg path.gap title").text().contains("7 events lost"));
        assertEquals(1, page.select("svg path.enomsg").size());
        assertTrue(page.select("svg path.failed title").eachText().stream()
                .anyMatch(title -> title.startsWith("a SET of the device state failed")));
        assertTrue(page.select("svg path.failed title").eachText().stream()
                .anyMatch(title -> title.startsWith("the VMM printed an error")));
    }

    @Test
    void twinsAreHatchedAndWhatIsInferredHasADashedEdge() throws Exception {
        Document page = parsed(SmallTrace.inputs());

        Element twin = bandOf(page, "PRE_COPY_P2P");
        assertEquals("url(#hatch-pre_copy_p2p)", twin.attr("fill"));
        assertEquals(1, page.select("pattern#hatch-pre_copy_p2p").size());
        assertFalse(twin.hasClass("inferred"), twin.outerHtml());
        Element initial = bandOf(page, "RUNNING");
        assertTrue(initial.hasClass("inferred"), initial.outerHtml());
        assertEquals("#009E73", initial.attr("stroke"));
        Element observed = bandOf(page, "STOP_COPY");
        assertEquals("#E69F00", observed.attr("fill"));
        assertFalse(observed.hasClass("inferred"));
    }

    private static Element bandOf(Document page, String state) {
        return page.select("svg rect").stream()
                .filter(rect -> rect.select("title").text().startsWith(state + ","))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void eachFindingQuotesTheEventThatProvesIt() throws Exception {
        List<TraceInput> traces = capture("m-fail-load", "src", "dst");
        Report report = Analysis.of(traces);
        Document page = Jsoup.parse(HtmlReport.of(report, traces));

        for (int i = 0; i < report.findings().size(); i++) {
            Element article = Objects.requireNonNull(page.getElementById("finding-" + (i + 1)));
            if (report.findings().get(i).seq().isPresent()) {
                String seq = Long.toString(report.findings().get(i).seq().getAsLong());
                assertEquals(seq, article.select("tr.proof td").eachText().getFirst());
                assertTrue(article.select("details tr").size() > 2, "the events around it are a click away");
            }
        }
        assertEquals("FAILED", page.select("h1 .outcome").text());
    }

    @Test
    void everyFindingIsOnTheTimeLineAndItsEventAClickAway() throws Exception {
        List<TraceInput> traces = capture("m-fail-load", "src", "dst");
        Report report = Analysis.of(traces);
        Document page = Jsoup.parse(HtmlReport.of(report, traces));

        for (int i = 0; i < report.findings().size(); i++) {
            String finding = "#finding-" + (i + 1);
            String seq = Long.toString(report.findings().get(i).seq().orElseThrow());
            assertTrue(page.select("#timeline svg a[href=" + finding + "]").size() > 0, finding);
            Element link = page.select("article" + finding + " p.note a").first();
            assertEquals("event " + seq, Objects.requireNonNull(link).text());
            String shown =
                    page.select(link.attr("href") + " tr.proof td").eachText().getFirst();
            assertEquals(seq, shown);
        }
        Element event = page.select("header dl a[href$=-event]").first();
        assertEquals("dst, event 89", Objects.requireNonNull(event).text());
        assertTrue(page.select("header table.facts th").eachText().contains("next step"));
    }

    @Test
    void estimatesAreToldQueryByQueryWithTheirError() throws Exception {
        Document page = Jsoup.parse(HtmlReport.of(SmallTrace.report(), SmallTrace.inputs()));

        List<String> queries = page.select("#estimates details tr").eachText();
        assertEquals("5 +12 ms driver 3 KiB 0 B 3.91 KiB 1 KiB -512 B +96 B", queries.get(1));
        assertEquals(4, queries.size());
        assertTrue(page.select("#estimates summary").text().contains("3 more are not listed"));
        assertEquals(1, page.select("#estimates path.miss.low").size());
        assertEquals(0, page.select("#estimates path.miss.high").size());
        assertTrue(page.select("#estimates .severity").text().contains("does not get less"));
        assertTrue(page.select("header dl").text().contains("off by 96 B"));
    }

    @Test
    void whatAnotherMomentWouldHaveCostIsDrawnOrItIsToldWhyNot() throws Exception {
        Document page = Jsoup.parse(HtmlReport.of(SmallTrace.report(), SmallTrace.inputs()));
        String told = page.select("#estimates").text();

        assertEquals(1, page.select("#estimates circle.best").size());
        assertTrue(told.contains("The best moment would have been +12 ms, with about 12 ms"), told);
        assertTrue(told.contains("2 times the bandwidth 10–20 ms"), told);
        assertTrue(told.contains("0.5 times the size of a chunk 20 ms"), told);

        String silent = parsed(capture("m-fail-load", "src", "dst"))
                .select("#estimates")
                .text();
        assertTrue(silent.contains("No other moment of switching over is reckoned: "), silent);
    }

    @Test
    void streamsAreComparedByTheirOffsets() throws Exception {
        Document page = Jsoup.parse(HtmlReport.of(SmallTrace.report(), SmallTrace.inputs()));

        assertEquals(
                List.of("vf0 to vf1", "differs", "3072", "3072 to 4095", "A digest differs."),
                page.select("#streams td").eachText());
    }

    @ParameterizedTest
    @ValueSource(strings = {"a-precopy-ok-2", "h-two-devices", "m-fail-load", "c-cancel", "e-kill-src", "m-large"})
    void everyPageIsWholeAndCanBeReadByAll(String capture) throws Exception {
        Document page = parsed(capture(capture, "src", "dst"));

        Set<String> ids = new HashSet<>();
        for (Element element : page.select("[id]")) {
            assertTrue(ids.add(element.id()), "twice: " + element.id());
        }
        for (Element link : page.select("a")) {
            assertTrue(link.attr("href").startsWith("#"), "needs the network: " + link.outerHtml());
            assertTrue(ids.contains(link.attr("href").substring(1)), "leads nowhere: " + link.outerHtml());
        }
        assertEquals(0, page.select("link, script, img, iframe, [src]").size(), "everything is in the file");
        page.select("table")
                .forEach(table -> assertEquals(1, table.select("caption").size(), table.outerHtml()));
        for (Element svg : page.select("svg")) {
            boolean named =
                    svg.attr("role").equals("img") && !svg.attr("aria-label").isEmpty();
            assertTrue(named || svg.attr("aria-hidden").equals("true"), svg.outerHtml());
        }
        assertEquals("en", page.select("html").attr("lang"));
        assertTrue(page.select("figure svg rect").size() > 4, "there is a picture");
    }

    @Test
    void aTraceWithoutTimesAndOneWithoutAMigrationHaveAPageToo() throws Exception {
        Document empty = parsed(List.of(new TraceInput("empty", new InMemoryEvents())));
        assertEquals("No migration in this trace", empty.select("h1").text());

        Document untimed = parsed(List.of(new TraceInput("untimed", SmallTrace.untimed())));
        assertTrue(bandOf(untimed, "PRE_COPY").select("title").text().contains("events"));
    }

    @Test
    void thePageOfALongTraceIsNoLongerThanItsPictures() throws Exception {
        List<TraceInput> short1 = List.of(new TraceInput("t", SmallTrace.withReads(2_000)));
        List<TraceInput> long1 = List.of(new TraceInput("t", SmallTrace.withReads(200_000)));

        int few = HtmlReport.of(Analysis.of(short1), short1).length();
        int many = HtmlReport.of(Analysis.of(long1), long1).length();

        assertTrue(many < few * 1.2, few + " characters of 2,000 reads, " + many + " of 200,000");
    }
}
