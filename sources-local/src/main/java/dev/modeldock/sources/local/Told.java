package dev.modeldock.sources.local;

import java.util.Collection;
import java.util.stream.Collectors;

/** Lists of names, cut to what a sentence or a record can hold. */
final class Told {
    private static final int IN_A_SENTENCE = 10;
    private static final int IN_A_RECORD = 50;
    private static final int LONGEST = 100;

    private Told() {}

    /** Such as {@code 2 files (a, b)}. */
    static String some(Collection<String> names, String one, String many) {
        if (names.isEmpty()) {
            return "no " + many;
        }
        String shown = names.stream().limit(IN_A_SENTENCE).map(Told::cut).collect(Collectors.joining(", "));
        String more = names.size() > IN_A_SENTENCE ? ", …" : "";
        return names.size() + " " + (names.size() == 1 ? one : many) + " (" + shown + more + ")";
    }

    /** One name a line; the last line counts those left out. */
    static String lines(Collection<String> names) {
        String lines = names.stream().limit(IN_A_RECORD).map(Told::cut).collect(Collectors.joining("\n"));
        return names.size() <= IN_A_RECORD ? lines : lines + "\n… and " + (names.size() - IN_A_RECORD) + " more";
    }

    private static String cut(String name) {
        return name.length() <= LONGEST ? name : name.substring(0, LONGEST) + "…";
    }
}
