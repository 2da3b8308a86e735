package dev.modeldock.formats;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a set of files is as a model.
 *
 * @param profile what it can be loaded as
 * @param facts what its headers tell, ready for JSON: {@code format}, {@code tensorCount}, {@code parameters},
 *     {@code dtype}, {@code architecture}, {@code modelType}, {@code baseModel} and others, each only where it is known
 * @param scans the pickle scans by SHA-256 of the file, those known before included
 * @param notes sentences on what is odd but no reason to refuse
 */
public record Inspection(
        Profile profile, Map<String, Object> facts, Map<String, PickleScan> scans, List<String> notes) {
    public Inspection {
        facts = Collections.unmodifiableMap(new TreeMap<>(facts));
        scans = Collections.unmodifiableMap(new LinkedHashMap<>(scans));
        notes = List.copyOf(notes);
    }
}
