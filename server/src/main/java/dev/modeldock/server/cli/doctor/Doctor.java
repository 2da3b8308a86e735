package dev.modeldock.server.cli.doctor;

import dev.modeldock.server.config.Config;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Looks at everything, one after the other, and tells each finding as soon as it has it. Leaves nothing behind. */
public final class Doctor {
    private final Config config;
    private final boolean offline;

    /** @param offline leave out all that asks the network */
    public Doctor(Config config, boolean offline) {
        this.config = config;
        this.offline = offline;
    }

    /** Look; a dock may run on the same data directory meanwhile. */
    public void look(Consumer<Finding> tell) throws IOException, InterruptedException {
        tell.accept(java());
        DataCheck data = new DataCheck(config);
        data.look(tell);
        if (data.usable().isPresent()) {
            Path place = data.usable().get();
            new DiskCheck(config, place).look(tell);
            new LinkCheck(config, place).look(tell);
        }
        tell.accept(new PortCheck(config).look());
        NetworkCheck network = new NetworkCheck(config);
        network.lookAtSettings(tell);
        if (!offline) {
            network.lookOutside(tell);
            new SourceCheck(config, network).look(tell);
        }
    }

    private static Finding java() {
        String found = "Java " + Runtime.version() + ", at most "
                + (Runtime.getRuntime().maxMemory() >> 20) + " MiB of heap, "
                + Runtime.getRuntime().availableProcessors() + " processors";
        return Runtime.getRuntime().maxMemory() < 100L << 20
                ? Finding.warn("java", found, "Give it more with -Xmx256m; MODELDOCK_JAVA_OPTIONS hands it on.")
                : Finding.ok("java", found);
    }
}
