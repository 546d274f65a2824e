package dev.vfr.recorder.report.html;

import static j2html.TagCreator.body;
import static j2html.TagCreator.document;
import static j2html.TagCreator.footer;
import static j2html.TagCreator.head;
import static j2html.TagCreator.html;
import static j2html.TagCreator.main;
import static j2html.TagCreator.meta;
import static j2html.TagCreator.rawHtml;
import static j2html.TagCreator.style;
import static j2html.TagCreator.title;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vfr.model.analysis.TraceInput;
import dev.vfr.model.drawing.DrawingPass;
import dev.vfr.model.drawing.TraceDrawing;
import dev.vfr.model.event.EventSourceException;
import dev.vfr.model.report.Report;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/// A report as one HTML file, with pictures of the time line and of the bytes, and the events that prove the findings.
public final class HtmlReport {

    /// Characters that HTML has no form for, and those that turn the direction of the text around them.
    private static final Pattern UNPRINTABLE =
            Pattern.compile("[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f\\u202a-\\u202e\\u2066-\\u2069\\ufffe\\uffff]"
                    + "|[\\ud800-\\udbff](?![\\udc00-\\udfff])|(?<![\\ud800-\\udbff])[\\udc00-\\udfff]");

    private HtmlReport() {}

    /// The whole file as text.
    ///
    /// @param report what was found in `traces`
    /// @param traces the same traces, in the same order
    /// @throws EventSourceException where a trace cannot be read
    public static String of(Report report, List<TraceInput> traces) throws EventSourceException {
        Scenes scenes = Scenes.of(report);
        List<TraceDrawing> drawings = new ArrayList<>();
        for (int i = 0; i < traces.size(); i++) {
            TraceInput trace = traces.get(i);
            drawings.add(DrawingPass.of(trace.name(), trace.events(), scenes.framesOf(i)));
        }
        List<Quote> quotes = Quote.ofFindings(report, traces, drawings);
        String page = document(html(
                        head(
                                meta().withCharset("utf-8"),
                                meta().withName("viewport").withContent("width=device-width, initial-scale=1"),
                                meta().withName("color-scheme").withContent("light dark"),
                                title("Migration report: " + names(report)),
                                style(rawHtml(resource("report.css")))),
                        body(
                                StateLook.patterns(),
                                VerdictSection.of(report, quotes),
                                main(
                                        TimelineSection.of(report, scenes, drawings, quotes),
                                        DowntimeSection.of(report),
                                        BytesSection.of(report, scenes, drawings),
                                        EstimatesSection.of(report),
                                        FindingsSection.of(report, quotes),
                                        PathSection.of(report),
                                        ClocksSection.of(report),
                                        CaptureSection.of(report, drawings),
                                        TermsSection.of(report)),
                                footer("Written by vfr report --format html.")))
                .withLang("en"));
        return UNPRINTABLE.matcher(page).replaceAll("\ufffd") + "\n";
    }

    private static String names(Report report) {
        return String.join(
                ", ", report.traces().stream().map(Report.TraceSummary::name).toList());
    }

    private static String resource(String name) {
        try (InputStream in = HtmlReport.class.getResourceAsStream(name)) {
            return new String(Objects.requireNonNull(in, name).readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(name, e);
        }
    }
}
