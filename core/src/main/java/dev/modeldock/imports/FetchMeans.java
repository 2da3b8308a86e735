package dev.modeldock.imports;

import dev.modeldock.jobs.JobContext;
import dev.modeldock.spi.Request;
import dev.modeldock.transfers.Transfers;
import java.nio.file.Path;

/**
 * What one import fetches with.
 *
 * @param request what the source was asked with, secrets included
 * @param sharing what of the store may be taken for what is fetched
 * @param partial where files lie while they come
 * @param scratch what is lent to the source
 * @param connections at most so many at once
 */
record FetchMeans(
        Transfers transfers,
        JobContext context,
        Request request,
        Sharing sharing,
        Path partial,
        Path scratch,
        int connections) {}
