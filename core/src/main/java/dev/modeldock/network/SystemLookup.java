package dev.modeldock.network;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The machine's own resolver, on a thread that can be left behind: it knows no interrupt. */
record SystemLookup(Duration within) implements Lookup {
    @Override
    public List<InetAddress> addresses(String host) throws UnknownHostException, InterruptedException {
        if (host.startsWith("[") || host.matches("[0-9.]+")) {
            // Numbers are not asked about, so nothing blocks.
            return List.of(InetAddress.getAllByName(host));
        }
        FutureTask<InetAddress[]> asking = new FutureTask<>(() -> InetAddress.getAllByName(host));
        Thread thread = new Thread(asking, "lookup");
        thread.setDaemon(true);
        thread.start();
        try {
            return List.of(asking.get(within.toMillis(), TimeUnit.MILLISECONDS));
        } catch (ExecutionException | TimeoutException e) {
            throw (UnknownHostException) new UnknownHostException(host).initCause(e);
        }
    }
}
