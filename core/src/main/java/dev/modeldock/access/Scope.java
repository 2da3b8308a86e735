package dev.modeldock.access;

import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import dev.modeldock.problems.Spelling;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How far a key reaches. Three wide scopes, and the twelve narrow ones of the documented API.
 *
 * <ul>
 *   <li>{@code admin} implies every scope;
 *   <li>{@code write} implies every scope but {@code admin};
 *   <li>{@code read} implies what changes nothing: the exports, and seeing connections;
 *   <li>{@code Manage Connections} implies {@code View Connections};
 *   <li>the others imply only themselves.
 * </ul>
 */
public enum Scope {
    /** See and download. */
    READ("read"),
    /** Bring in, change and delete. */
    WRITE("write"),
    /** Make and revoke keys, and see what belongs to others. */
    ADMIN("admin"),
    DEPLOY_TOOL("Deploy Tool"),
    UNDEPLOY_TOOL("Undeploy Tool"),
    DEPLOY_MODEL("Deploy Model"),
    UNDEPLOY_MODEL("Undeploy Model"),
    IMPORT_MODEL("Import Model"),
    IMPORT_TOOL("Import Tool"),
    EXPORT_MODEL("Export Model"),
    EXPORT_TOOL("Export Tool"),
    DEPLOY_GUARDRAILS("Deploy Guardrails"),
    UNDEPLOY_GUARDRAILS("Undeploy Guardrails"),
    VIEW_CONNECTIONS("View Connections"),
    MANAGE_CONNECTIONS("Manage Connections");

    private static final int LONGEST = 64;

    private final String label;

    Scope(String label) {
        this.label = label;
    }

    /**
     * Find a scope by its label in any case, with blanks, hyphens or underscores between the words; {@code workflow},
     * the later word for a tool, is taken too. Fails with {@code VALIDATION_ERROR} that names the nearest one.
     */
    public static Scope of(String name) {
        if (name.length() <= LONGEST) {
            String wanted = normal(name);
            for (Scope scope : values()) {
                if (normal(scope.label).equals(wanted)) {
                    return scope;
                }
            }
        }
        throw unknown(name);
    }

    /** Find many scopes; each text may hold several, with commas between. */
    public static Set<Scope> setOf(Collection<String> names) {
        return ordered(names.stream()
                .flatMap(name -> Arrays.stream(name.split(",", -1)))
                .map(Scope::of)
                .toList());
    }

    /** The scope's name as people read it and as it is stored. */
    public String label() {
        return label;
    }

    /** Whether a key with this scope may do what needs the other. */
    public boolean implies(Scope other) {
        return this == other
                || switch (this) {
                    case ADMIN -> true;
                    case WRITE -> other != ADMIN;
                    case READ -> other == EXPORT_MODEL || other == EXPORT_TOOL || other == VIEW_CONNECTIONS;
                    case MANAGE_CONNECTIONS -> other == VIEW_CONNECTIONS;
                    case DEPLOY_TOOL,
                            UNDEPLOY_TOOL,
                            DEPLOY_MODEL,
                            UNDEPLOY_MODEL,
                            IMPORT_MODEL,
                            IMPORT_TOOL,
                            EXPORT_MODEL,
                            EXPORT_TOOL,
                            DEPLOY_GUARDRAILS,
                            UNDEPLOY_GUARDRAILS,
                            VIEW_CONNECTIONS -> false;
                };
    }

    /** The same scopes, unmodifiable, always in the order of this enum. */
    static Set<Scope> ordered(Collection<Scope> scopes) {
        Set<Scope> ordered = EnumSet.noneOf(Scope.class);
        ordered.addAll(scopes);
        return Collections.unmodifiableSet(ordered);
    }

    public static List<String> labels(Collection<Scope> scopes) {
        return ordered(scopes).stream().map(Scope::label).toList();
    }

    private static DockException unknown(String name) {
        String shown = name.length() <= LONGEST ? name : name.substring(0, LONGEST) + "…";
        String known = Arrays.stream(values()).map(Scope::label).collect(Collectors.joining(", "));
        List<String> normals =
                Arrays.stream(values()).map(scope -> normal(scope.label)).toList();
        Scope nearest = of(Spelling.nearest(normal(shown), normals));
        return new DockException(
                Problem.VALIDATION_ERROR,
                "There is no scope '" + shown + "'; the nearest is '" + nearest.label + "'. Use one of " + known + ".",
                Map.of("found", shown, "nearest", nearest.label));
    }

    private static String normal(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[-_\\s]+", " ").strip().replace("workflow", "tool");
    }
}
