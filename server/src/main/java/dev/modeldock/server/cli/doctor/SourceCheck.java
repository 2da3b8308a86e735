package dev.modeldock.server.cli.doctor;

import dev.modeldock.files.ArchiveLimits;
import dev.modeldock.network.Network;
import dev.modeldock.plugins.LentContext;
import dev.modeldock.plugins.Plugins;
import dev.modeldock.plugins.SourceFailures;
import dev.modeldock.plugins.SourceInfo;
import dev.modeldock.plugins.Sources;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import dev.modeldock.server.config.Config;
import dev.modeldock.spi.SourceException;
import java.util.function.Consumer;

/** Each source as the dock would open it: whether it opens, can be reached, and its token is taken. */
record SourceCheck(Config config, NetworkCheck networkCheck) {
    void look(Consumer<Finding> tell) throws InterruptedException {
        if (networkCheck.network().isEmpty()) {
            return;
        }
        Network network = networkCheck.network().get();
        try (Plugins plugins = Plugins.discover(config.path("plugins"));
                Sources sources = Sources.open(
                        plugins,
                        config.sources(),
                        settings ->
                                new LentContext("modeldock-doctor", ArchiveLimits.DEFAULT, network.http(settings)))) {
            for (SourceInfo source : sources.all()) {
                tell.accept(check(sources, source));
            }
        }
    }

    private static Finding check(Sources sources, SourceInfo source) throws InterruptedException {
        String what = "source " + source.id();
        long begin = System.nanoTime();
        try {
            sources.source(source.id()).check();
            return Finding.ok(what, "answers after " + (System.nanoTime() - begin) / 1_000_000 + " ms");
        } catch (SourceException no) {
            DockException told = SourceFailures.toDock(source.id(), no);
            return Finding.fail(what, told.getMessage(), advice(source.id(), told.problem()));
        } catch (DockException broken) {
            return Finding.fail(what, broken.getMessage(), "Mend or remove it in the directory --plugins names.");
        }
    }

    private static String advice(String id, Problem problem) {
        String prefix = "source." + id;
        return switch (problem) {
            case UNAUTHORIZED, FORBIDDEN, GATED -> "Set " + prefix + ".token to one that is taken.";
            case UPSTREAM_LIMITED, RATE_LIMITED -> "Wait, or set " + prefix + ".token, which gives a larger quota.";
            default -> "Look at network.proxy, network.caFile and the address among the settings " + prefix + ".*.";
        };
    }
}
