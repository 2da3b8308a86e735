package dev.modeldock.plugins;

import dev.modeldock.spi.ActionRunner;
import dev.modeldock.spi.Spi;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the runners of actions of one class loader; whatever goes wrong on the way becomes the runner's fault. */
final class RunnerDiscovery {
    private static final Logger LOG = LoggerFactory.getLogger(RunnerDiscovery.class);
    private static final Pattern ID = Pattern.compile("[a-z][a-z0-9-]{0,31}");
    /** Bounds a service file that never stops failing. */
    private static final int MOST = 256;

    private final ClassLoader loader;
    private final String place;
    private final List<FoundRunner> found = new ArrayList<>();

    private RunnerDiscovery(ClassLoader loader, String place) {
        this.loader = loader;
        this.place = place;
    }

    static List<FoundRunner> in(ClassLoader loader, String place) {
        RunnerDiscovery discovery = new RunnerDiscovery(loader, place);
        ClassLoader before = PluginGuard.enter(loader);
        try {
            Iterator<ActionRunner> runners =
                    ServiceLoader.load(ActionRunner.class, loader).iterator();
            boolean more = true;
            for (int i = 0; more && i < MOST; i++) {
                more = discovery.takeNext(runners);
            }
        } finally {
            PluginGuard.enter(before);
        }
        return discovery.found;
    }

    private boolean takeNext(Iterator<ActionRunner> runners) {
        try {
            if (!runners.hasNext()) {
                return false;
            }
            take(runners.next());
        } catch (ServiceConfigurationError | LinkageError | RuntimeException broken) {
            fail("", "It cannot be loaded: " + Faults.told(broken) + ".", broken);
        }
        return true;
    }

    private void take(ActionRunner runner) {
        String id = runner.id();
        if (id == null || !ID.matcher(id).matches()) {
            fail("", "Its id is " + Faults.shown(id) + "; an id matches " + ID.pattern() + ".", null);
        } else if (runner.spiVersion() != Spi.VERSION) {
            fail(
                    id,
                    "It was built for version " + runner.spiVersion() + " of the plug-in interface and this dock has"
                            + " version " + Spi.VERSION + "; take a build of it for this dock.",
                    null);
        } else {
            found.add(new FoundRunner(id, place, Optional.of(new GuardedRunner(runner)), ""));
        }
    }

    private void fail(String id, String fault, Throwable cause) {
        LOG.error("A runner of actions in {} cannot be used: {}", place, fault, cause);
        found.add(new FoundRunner(id, place, Optional.empty(), fault));
    }
}
