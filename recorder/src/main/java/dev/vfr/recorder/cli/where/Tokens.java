package dev.vfr.recorder.cli.where;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A condition cut into its words, read from the left.
final class Tokens {

    /// One word of the condition.
    ///
    /// @param text as written; of a quoted text, what stands between the quotes
    /// @param index of its first character in the condition
    record Token(Kind kind, String text, int index) {

        /// For messages.
        String described() {
            return kind == Kind.END ? "the end" : "'" + text + "'";
        }
    }

    enum Kind {
        WORD,
        NUMBER,
        QUOTED,
        SYMBOL,
        END
    }

    private static final Pattern TOKEN = Pattern.compile("""
            (?<space>\\s+)\
            |(?<number>-?\\d[\\w.:/-]*)\
            |(?<word>[A-Za-z_][\\w.:/-]*)\
            |'(?<single>[^']*)'|"(?<double>[^"]*)"\
            |(?<symbol>&&|\\|\\||==|!=|<=|>=|[=<>~!()])""");

    private final String text;
    private final List<Token> tokens = new ArrayList<>();
    private int next;

    Tokens(String text) throws WhereSyntaxException {
        this.text = text;
        Matcher matcher = TOKEN.matcher(text);
        int end = 0;
        while (end < text.length()) {
            if (!matcher.find(end) || matcher.start() != end) {
                throw new WhereSyntaxException("unexpected '" + text.charAt(end) + "'", end, text);
            }
            add(matcher);
            end = matcher.end();
        }
        tokens.add(new Token(Kind.END, "", text.length()));
    }

    private void add(Matcher matcher) {
        for (Kind kind : new Kind[] {Kind.NUMBER, Kind.WORD, Kind.SYMBOL}) {
            String found = matcher.group(kind.name().toLowerCase(Locale.ROOT));
            if (found != null) {
                tokens.add(new Token(kind, found, matcher.start()));
            }
        }
        String quoted = matcher.group("single") != null ? matcher.group("single") : matcher.group("double");
        if (quoted != null) {
            tokens.add(new Token(Kind.QUOTED, quoted, matcher.start()));
        }
    }

    Token peek() {
        return tokens.get(next);
    }

    Token take() {
        Token token = tokens.get(next);
        next = Math.min(next + 1, tokens.size() - 1);
        return token;
    }

    /// Takes the next token if it is one of these symbols or words.
    boolean takeIf(String... candidates) {
        Token token = peek();
        boolean fits = token.kind != Kind.QUOTED && List.of(candidates).contains(token.text);
        if (fits) {
            take();
        }
        return fits;
    }

    WhereSyntaxException error(String message, Token token) {
        return new WhereSyntaxException(message, token.index, text);
    }
}
