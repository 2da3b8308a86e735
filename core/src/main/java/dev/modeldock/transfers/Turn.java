package dev.modeldock.transfers;

import dev.modeldock.spi.SourceException;
import java.io.IOException;

/** Work for a thread of a pull: a file from its beginning, or a part of a large one. */
record Turn(FileTransfer transfer, boolean first) {
    void run(StallWatch.Watch watch) throws SourceException, IOException, InterruptedException {
        if (first) {
            transfer.begin(watch);
        } else {
            transfer.help(watch);
        }
    }
}
