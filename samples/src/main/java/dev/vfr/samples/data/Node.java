package dev.vfr.samples.data;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A piece of data that has no type yet, and where it is written.
public sealed interface Node {

    /// Where it starts.
    Place place();

    /// What it is, for a message to people.
    String told();

    /// A number, a word, a text: what it means is decided where it is bound.
    record Scalar(Place place, String text) implements Node {
        @Override
        public String told() {
            return "'" + text + "'";
        }
    }

    /// A list.
    record Items(Place place, List<Node> items) implements Node {
        public Items {
            items = List.copyOf(items);
        }

        @Override
        public String told() {
            return items.isEmpty() ? "an empty list" : "a list";
        }
    }

    /// Keys with values, in their order.
    record Entries(Place place, Map<String, Node> values) implements Node {
        public Entries {
            values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
        }

        @Override
        public String told() {
            return values.isEmpty() ? "no keys" : "the keys " + String.join(", ", values.keySet());
        }
    }

    /// Reads YAML.
    ///
    /// @param origin the file's name, or what else the text comes from
    /// @throws DataException where it is no YAML, or YAML with anchors
    static Node parse(String origin, String text) throws DataException {
        return YamlText.parse(origin, text);
    }

    /// This with `over` laid on it: keys are merged, everything else is replaced.
    default Node overlaidWith(Node over) {
        if (!(this instanceof Entries mine && over instanceof Entries theirs)) {
            return over;
        }
        Map<String, Node> merged = new LinkedHashMap<>(mine.values());
        theirs.values().forEach((key, value) -> merged.merge(key, value, Node::overlaidWith));
        return new Entries(mine.place(), merged);
    }

    /// This with `value` at `path`: the keys and, from 0, the positions that lead there. Missing keys are made, a
    /// missing position is an error.
    ///
    /// @throws DataException where the path leads through a scalar or to a position that is not there
    default Node with(List<String> path, Node value) throws DataException {
        if (path.isEmpty()) {
            return value;
        }
        String step = path.getFirst();
        List<String> rest = path.subList(1, path.size());
        return switch (this) {
            case Scalar scalar ->
                throw DataException.because(
                        value.place(), "there is nothing below " + scalar.told() + ", so no '" + step + "'");
            case Items list -> {
                int position = position(list, step, value);
                List<Node> items = new ArrayList<>(list.items());
                items.set(position, items.get(position).with(rest, value));
                yield new Items(list.place(), items);
            }
            case Entries entries -> {
                Map<String, Node> values = new LinkedHashMap<>(entries.values());
                Node below = values.getOrDefault(step, new Entries(value.place(), Map.of()));
                values.put(step, below.with(rest, value));
                yield new Entries(entries.place(), values);
            }
        };
    }

    private static int position(Items list, String step, Node value) throws DataException {
        int size = list.items().size();
        if (!step.matches("[0-9]{1,4}") || Integer.parseInt(step) >= size) {
            String range = size == 0 ? "nothing, since the list is empty" : "a position from 0 to " + (size - 1);
            throw DataException.expected(value.place(), range, "'" + step + "'");
        }
        return Integer.parseInt(step);
    }
}
