package dev.modeldock.transfers;

import java.time.Duration;

/**
 * The bounds of transfers.
 *
 * @param stall how long a remote place may be silent before its connection is given up
 * @param tries how often a file that makes no progress is asked for before the import gives up on it
 * @param longestWait the longest wait that a place may ask for and is waited for here; a longer one is the job's to wait
 */
public record TransferLimits(Duration stall, int tries, Duration longestWait) {
    public static final TransferLimits DEFAULT = new TransferLimits(Duration.ofSeconds(30), 6, Duration.ofSeconds(60));
}
