package dev.modeldock.tools;

import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Gathers what is wrong: the first hundred faults word by word, and how many more there are. */
final class Faults {
    static final int MOST = 100;

    private final List<Fault> told = new ArrayList<>();
    private DefinitionFile nextFile = DefinitionFile.APP;
    private int untold;

    void add(DefinitionFile file, Pointer place, String message) {
        if (told.size() < MOST) {
            String where = place.fits() ? "" : " (further in; the whole pointer would be too long)";
            told.add(new Fault(file, place.text(), message + where));
        } else {
            nextFile = untold == 0 ? file : nextFile;
            untold++;
        }
    }

    boolean isEmpty() {
        return told.isEmpty();
    }

    /** How many were found, told or not. */
    int count() {
        return told.size() + untold;
    }

    /** In the order in which they were found; one past the first hundred says how many more there are. */
    List<Fault> list() {
        List<Fault> list = new ArrayList<>(told);
        if (untold > 0) {
            list.add(new Fault(
                    nextFile,
                    "",
                    "There " + (untold == 1 ? "is 1 more fault" : "are " + untold + " more faults")
                            + ", here or in what was read after it; mend those above and import again."));
        }
        return List.copyOf(list);
    }

    /** Says no when there is any fault. */
    void refuse() {
        if (!isEmpty()) {
            throw refusal();
        }
    }

    /** VALIDATION_ERROR with the first fault in its sentence and all of {@link #list} in {@code faults}. */
    private DockException refusal() {
        Fault first = told.get(0);
        String sentence = (count() == 1 ? "There is a fault in " : "There are " + count() + " faults, the first in ")
                + first.file().fileName() + (first.path().isEmpty() ? "" : " at " + Found.shown(first.path())) + ": "
                + first.message();
        return new DockException(
                Problem.VALIDATION_ERROR,
                sentence,
                Map.of("faults", list().stream().map(Faults::row).toList()));
    }

    private static Map<String, String> row(Fault fault) {
        Map<String, String> row = new LinkedHashMap<>();
        row.put("file", fault.file().fileName());
        row.put("path", fault.path());
        row.put("message", fault.message());
        return row;
    }
}
