package dev.vfr.recorder.cli.where;

import dev.vfr.model.event.EventName;
import dev.vfr.model.event.MigrationEvent;
import dev.vfr.recorder.cli.where.Tokens.Kind;
import dev.vfr.recorder.cli.where.Tokens.Token;
import dev.vfr.recorder.json.EventJson;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/// Reads a condition on events.
///
///     or         = and { ("||" | "or") and }
///     and        = not { ("&&" | "and") not }
///     not        = ("!" | "not") not | "(" or ")" | comparison
///     comparison = FIELD [ ("==" | "=" | "!=" | "<" | "<=" | ">" | ">=" | "~") VALUE ]
///
/// FIELD is a name of the event's JSON form, such as `event`, `timeNs` or `bytes`; a part of a field comes after a dot:
/// `digest.value`. Alone it asks whether the event has it. VALUE is a number, with a unit where wanted (`ns`, `us`,
/// `ms`, `s`, `KiB`, `MiB`, `GiB`), a word or a text in quotes. `~` looks for a piece of text. See [Comparison] for
/// what the others mean.
///
/// Its own small language, because the usual expression languages take what is absent for 0.
public final class Where {

    private static final Set<String> FIELDS = fields();

    private final Tokens tokens;

    private Where(Tokens tokens) {
        this.tokens = tokens;
    }

    /// The condition that `text` says.
    public static Predicate<MigrationEvent> parse(String text) throws WhereSyntaxException {
        Where where = new Where(new Tokens(text));
        Predicate<MigrationEvent> condition = where.or();
        Token rest = where.tokens.peek();
        if (rest.kind() != Kind.END) {
            throw where.tokens.error("expected 'and', 'or' or the end, found " + rest.described(), rest);
        }
        return condition;
    }

    private Predicate<MigrationEvent> or() throws WhereSyntaxException {
        Predicate<MigrationEvent> condition = and();
        while (tokens.takeIf("||", "or")) {
            condition = condition.or(and());
        }
        return condition;
    }

    private Predicate<MigrationEvent> and() throws WhereSyntaxException {
        Predicate<MigrationEvent> condition = not();
        while (tokens.takeIf("&&", "and")) {
            condition = condition.and(not());
        }
        return condition;
    }

    private Predicate<MigrationEvent> not() throws WhereSyntaxException {
        if (tokens.takeIf("!", "not")) {
            return not().negate();
        }
        if (tokens.takeIf("(")) {
            Predicate<MigrationEvent> condition = or();
            Token end = tokens.peek();
            if (!tokens.takeIf(")")) {
                throw tokens.error("expected ')', found " + end.described(), end);
            }
            return condition;
        }
        return comparison();
    }

    private Predicate<MigrationEvent> comparison() throws WhereSyntaxException {
        Token field = tokens.take();
        if (field.kind() != Kind.WORD) {
            throw tokens.error("expected the name of a field, found " + field.described(), field);
        }
        String[] path = field.text().split("\\.", 2);
        if (!FIELDS.contains(path[0])) {
            throw tokens.error("no event has a field '" + path[0] + "'", field);
        }
        FieldPath place = new FieldPath(path[0], path.length == 2 ? path[1] : "");
        Operator operator = operator();
        if (operator == Operator.EXISTS) {
            return event -> place.of(event) != null;
        }
        Literal literal = literal(operator);
        Token token = literal.token();
        if (path[0].equals("event")
                && operator != Operator.CONTAINS
                && EventName.toType(token.text()).isEmpty()) {
            throw tokens.error("no event has the name " + token.described(), token);
        }
        return new Comparison(place, operator, literal);
    }

    private Operator operator() {
        for (Operator operator : Operator.values()) {
            if (operator != Operator.EXISTS && tokens.takeIf(operator.symbol())) {
                return operator;
            }
        }
        return tokens.takeIf("=") ? Operator.EQUAL : Operator.EXISTS;
    }

    private Literal literal(Operator operator) throws WhereSyntaxException {
        Token token = tokens.take();
        if (token.kind() == Kind.SYMBOL || token.kind() == Kind.END) {
            throw tokens.error("expected a value, found " + token.described(), token);
        }
        if (token.kind() != Kind.NUMBER || operator == Operator.CONTAINS) {
            return Literal.text(token);
        }
        return Literal.number(token)
                .orElseThrow(() -> tokens.error(
                        "expected a number, with ns, us, ms, s, KiB, MiB or GiB as its unit if needed, found "
                                + token.described(),
                        token));
    }

    private static Set<String> fields() {
        Set<String> names = new TreeSet<>();
        names.add("event");
        EventName.types().forEach(type -> names.addAll(EventJson.fieldNames(type)));
        return names;
    }
}
