package dev.modeldock.hub;

import dev.modeldock.models.Model;
import dev.modeldock.models.Models;
import dev.modeldock.models.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The versions of a model as a line of commits. */
public record History(Models models) {
    /** Where a version's origin has the commit that a push began at. */
    public static final String PARENT = "parent";

    private static final int MOST = 1_000;

    /**
     * A version and those before it, the newest first, a thousand at most. What was pushed follows its parent, so that
     * other branches are left out; what was imported has none, and follows what was imported before it.
     */
    public List<Version> upTo(Model model, Version newest) {
        List<Version> all = models.versions(model, MOST, 0);
        Map<String, Version> byCommit = all.stream().collect(Collectors.toMap(Version::commit, Function.identity()));
        List<Version> line = new ArrayList<>();
        Version at = newest;
        while (at != null) {
            line.add(at);
            String parent = parent(at);
            if (parent.isEmpty()) {
                long last = at.id();
                all.stream()
                        .filter(version ->
                                version.id() < last && parent(version).isEmpty())
                        .forEach(line::add);
                return line;
            }
            Version before = byCommit.get(parent);
            // What was replaced since may stand behind its child: no commit comes twice.
            at = before == null || line.contains(before) ? null : before;
        }
        return line;
    }

    private static String parent(Version version) {
        return version.origin().path(PARENT).asText("");
    }
}
