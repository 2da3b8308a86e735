package dev.modeldock.server.it;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/** Stands between a client and a dock, counts the bytes that go to the dock, and can hold them back from a number on. */
final class Relay implements AutoCloseable {
    private final ServerSocket server;
    private final int target;
    private final AtomicLong sent = new AtomicLong();
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private final Object gate = new Object();
    private long most = Long.MAX_VALUE;

    Relay(int target) throws IOException {
        this.target = target;
        this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        daemon(this::accept);
    }

    String url() {
        return "http://127.0.0.1:" + server.getLocalPort();
    }

    /** Bytes that went to the dock. */
    long sent() {
        return sent.get();
    }

    /** Let no more than so many through, from now on; {@link Long#MAX_VALUE} lets all. */
    void holdAfter(long bytes) {
        synchronized (gate) {
            most = bytes;
            gate.notifyAll();
        }
    }

    /** Break all connections that are open now. */
    void breakAll() {
        closeAll();
        open.clear();
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "relay");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = server.accept();
                Socket dock = new Socket(InetAddress.getLoopbackAddress(), target);
                open.addAll(List.of(client, dock));
                daemon(() -> pass(client, dock, true));
                daemon(() -> pass(dock, client, false));
            }
        } catch (IOException closed) {
            closeAll();
        }
    }

    private void pass(Socket from, Socket to, boolean counted) {
        byte[] buffer = new byte[8 * 1024];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int count; (count = in.read(buffer)) >= 0; ) {
                if (counted) {
                    await(count);
                }
                out.write(buffer, 0, count);
                out.flush();
            }
            to.shutdownOutput();
        } catch (IOException broken) {
            close(from);
            close(to);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void await(int count) throws InterruptedException {
        synchronized (gate) {
            while (sent.get() + count > most) {
                gate.wait();
            }
            sent.addAndGet(count);
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void closeAll() {
        open.forEach(Relay::close);
    }

    @Override
    public void close() throws IOException {
        server.close();
        closeAll();
    }
}
