package dev.modeldock.server.actions.services;

import dev.modeldock.spi.ActionException;
import java.io.IOException;

/** One service: what it does on data is done in this process, from the beginning each time. */
public interface DataService {
    /** @param kind the architecture that stands for the service, or the type of a dataset */
    boolean does(String kind, String action);

    /** Whether it does what it does on datasets of a format; not asked of models. */
    default boolean takes(String format) {
        return true;
    }

    /** What the status says first. */
    String starting(ServiceRun run) throws ActionException;

    /**
     * Do it.
     *
     * @return what the status says in the end
     * @throws ActionException when it cannot be done, with a sentence for people
     */
    String perform(ServiceRun run) throws ActionException, IOException, InterruptedException;
}
