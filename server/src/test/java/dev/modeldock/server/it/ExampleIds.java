package dev.modeldock.server.it;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which ids of this run stand for those of the examples. What an answer has where its example has an id is that id from then
 * on, so that the examples work one after the other.
 */
final class ExampleIds {
    private static final Pattern ID = Pattern.compile("(?=.*\\d)(?!\\d{4}-\\d\\d-\\d\\dT).{6,}");
    private static final String PARTS = "[/?&=]+";

    /** The longest first, as one may be a part of another. */
    private final Map<String, String> known =
            new TreeMap<>(Comparator.comparing(String::length).reversed().thenComparing(Comparator.naturalOrder()));

    void put(String example, String id) {
        known.put(example, id);
    }

    String get(String example) {
        return known.getOrDefault(example, example);
    }

    /** @param anew whether what is known by now is exchanged */
    void learn(JsonNode example, JsonNode answer, boolean anew) {
        if (example.isTextual() && answer.isTextual()) {
            learn(example.textValue(), answer.textValue(), anew);
        } else if (example.isArray() && answer.isArray()) {
            for (int i = 0; i < Math.min(example.size(), answer.size()); i++) {
                learn(example.get(i), answer.get(i), anew);
            }
        } else if (example.isObject() && answer.isObject()) {
            example.properties().forEach(each -> learn(each.getValue(), answer.path(each.getKey()), anew));
        }
    }

    /** Of addresses, part by part. */
    void learn(String example, String answer, boolean anew) {
        String[] of = example.split(PARTS);
        String[] to = answer.split(PARTS);
        for (int i = 0; i < of.length && of.length == to.length; i++) {
            if (!of[i].equals(to[i]) && ID.matcher(of[i]).matches() && (anew || !known.containsKey(of[i]))) {
                known.put(of[i], to[i]);
            }
        }
    }

    /** A text of an example, with the ids of this run. */
    String fill(String text) {
        if (known.isEmpty()) {
            return text;
        }
        Matcher matcher = Pattern.compile(
                        known.keySet().stream().map(Pattern::quote).collect(Collectors.joining("|")))
                .matcher(text);
        return matcher.replaceAll(found -> Matcher.quoteReplacement(known.get(found.group())));
    }
}
