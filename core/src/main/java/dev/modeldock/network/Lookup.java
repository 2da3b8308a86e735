package dev.modeldock.network;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** Who tells a name's addresses. */
@FunctionalInterface
interface Lookup {
    /** All addresses of a host, at least one; a call that blocks ends soon after the thread is interrupted. */
    List<InetAddress> addresses(String host) throws UnknownHostException, InterruptedException;
}
