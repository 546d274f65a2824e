package dev.vfr.recorder.capture.peel;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// The layers of one text, the outermost first.
///
/// @param layers none for a text as its program wrote it
/// @param width of the longest line that reaches [Kind#WRAPPED], bytes; 0 where that layer is not among them
public record Peel(List<Kind> layers, int width) {

    /// The text is as its program wrote it.
    public static final Peel NONE = new Peel(List.of(), 0);

    public Peel {
        layers = List.copyOf(layers);
    }

    /// A kind of layer.
    public enum Kind {
        TERMINAL("terminal codes"),
        QUOTES("quotes of a mail"),
        JOURNAL_EXPORT("journal export"),
        SYSLOG("syslog prefixes"),
        CONTAINER("container prefixes"),
        JSON("JSON around each line"),
        LOGGER("logger prefixes"),
        MARGIN("margins"),
        PROMPT("shell prompts"),
        ESCAPED("line breaks written as \\n"),
        INDENTATION("indentation"),
        WRAPPED("lines broken by a mail client");

        private final String description;

        Kind(String description) {
            this.description = description;
        }

        /// In words, for the import's summary.
        public String description() {
            return description;
        }

        private Layer layer(int width) {
            return switch (this) {
                case TERMINAL -> new Terminal();
                case QUOTES -> new Quotes();
                case JOURNAL_EXPORT -> new JournalExport();
                case SYSLOG -> new SyslogPrefixes();
                case CONTAINER -> new ContainerPrefixes();
                case JSON -> new JsonEnvelopes();
                case LOGGER -> new LoggerPrefixes();
                case MARGIN -> new Margins();
                case PROMPT -> new Prompts();
                case ESCAPED -> new EscapedBreaks();
                case INDENTATION -> new Indentation();
                case WRAPPED -> new WrappedLines(width);
            };
        }
    }

    /// This and a further layer inside.
    ///
    /// @param longest bytes of the longest line that this leaves
    public Peel with(Kind kind, int longest) {
        List<Kind> more = new ArrayList<>(layers);
        more.add(kind);
        return new Peel(more, kind == Kind.WRAPPED ? longest : width);
    }

    /// Whether lines of at most `longest` bytes may have been broken by a mail client.
    public static boolean mayBeWrapped(int longest) {
        return WrappedLines.isPossible(longest);
    }

    /// Whether a line has what syslog and journalctl put before the text of a program.
    public static boolean hasSyslogPrefix(String line) {
        return SyslogPrefixes.has(line);
    }

    public boolean isEmpty() {
        return layers.isEmpty();
    }

    /// In words, empty where there is no layer.
    public String description() {
        return layers.stream().map(Kind::description).collect(Collectors.joining(", "));
    }

    List<Layer> open() {
        return layers.stream().map(kind -> kind.layer(width)).toList();
    }
}
