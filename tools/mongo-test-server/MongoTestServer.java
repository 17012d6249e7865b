import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.MongoVersion;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import java.util.List;

/** Prints the port it listens on (127.0.0.1 only), and ends when its standard input does: a starter that dies takes it along. */
public final class MongoTestServer {
    /** Wire version 9 is the least that today's drivers speak to; the backend's own versions end at 8. */
    private static final MongoVersion VERSION = new MongoVersion() {
        @Override public List<Integer> getVersionArray() { return List.of(4, 4, 0); }
        @Override public String toVersionString() { return "4.4.0"; }
        @Override public int getWireVersion() { return 9; }
    };

    public static void main(String[] arguments) throws Exception {
        MongoServer server = new MongoServer(new MemoryBackend().version(VERSION));
        server.bind("127.0.0.1", 0);
        System.out.println(server.getLocalAddress().getPort());
        while (System.in.read() >= 0) { }
        server.shutdownNow();
    }
}
