package dev.modeldock.actions.catalogue;

import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which actions follow which.
 *
 * @param parents for each action those that it may follow
 * @param chainedOnly the actions that cannot run by themselves
 */
public record Chaining(Map<String, Set<String>> parents, Set<String> chainedOnly) {
    private static final int MOST = 100;

    public Chaining {
        Map<String, Set<String>> copy = new LinkedHashMap<>();
        parents.forEach((action, before) -> copy.put(action, Set.copyOf(before)));
        parents = Map.copyOf(copy);
        chainedOnly = Set.copyOf(chainedOnly);
    }

    /**
     * Find what each action of a request follows: of the job that the request names and the earlier actions that could
     * be linked, the last one that it may follow. An action that may not follow the named job runs by itself.
     *
     * @param given the action of the job that the request names
     * @return one link for each action, in the same order
     * @throws DockException {@code NOT_FOUND} when there is no action, or one without a rule that stands behind others,
     *     or no rule at all; {@code TOO_LARGE} for more than 100 actions
     */
    public List<Link> link(Optional<String> given, List<String> actions) {
        if (actions.size() > MOST) {
            throw new DockException(
                    Problem.TOO_LARGE, actions.size() + " actions were asked for; expected are at most " + MOST + ".");
        }
        if (actions.isEmpty() || parents.isEmpty()) {
            throw notFound();
        }
        List<Link> links = new ArrayList<>();
        for (String action : actions) {
            links.add(link(given, links, action));
        }
        return List.copyOf(links);
    }

    private Link link(Optional<String> given, List<Link> before, String action) {
        boolean first = given.isEmpty() && before.stream().allMatch(link -> link.to() == Link.To.LACKING);
        Set<String> allowed = parents.get(action);
        if (allowed == null) {
            if (!first) {
                throw notFound();
            }
            return new Link(action, Link.To.NOTHING, -1);
        }
        for (int i = before.size() - 1; i >= 0; i--) {
            Link candidate = before.get(i);
            if (candidate.to() != Link.To.LACKING && allowed.contains(candidate.action())) {
                return new Link(action, Link.To.STEP, i);
            }
        }
        if (given.filter(allowed::contains).isPresent()) {
            return new Link(action, Link.To.GIVEN, -1);
        }
        return new Link(action, chainedOnly.contains(action) ? Link.To.LACKING : Link.To.NOTHING, -1);
    }

    private static DockException notFound() {
        return new DockException(Problem.NOT_FOUND, "action not found");
    }
}
