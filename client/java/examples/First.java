import com.google.protobuf.ByteString;
import dev.pledge.Pledge;
import dev.pledge.PledgeException;
import dev.pledge.v1.CreateIngestSessionRequest;
import dev.pledge.v1.DocumentContent;
import dev.pledge.v1.IngestItem;
import dev.pledge.v1.IngestServiceGrpc;
import dev.pledge.v1.QueryServiceGrpc;
import dev.pledge.v1.RecordSelector;
import dev.pledge.v1.StreamCommitmentsRequest;
import dev.pledge.v1.StreamIngestRequest;
import dev.pledge.v1.StreamIngestResponse;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Takes in one letter and prints what it promises. usage: First HOST:PORT LETTER */
public final class First {
  private static final PrintStream OUT = new PrintStream(System.out, true, StandardCharsets.UTF_8);

  public static void main(String[] arguments) throws Exception {
    byte[] letter = Files.readAllBytes(Path.of(arguments[1]));
    ManagedChannel channel = Pledge.channel(arguments[0]).usePlaintext().build();
    try {
      ingest(channel, letter);
      printCommitments(channel);
    } catch (StatusRuntimeException e) {
      throw PledgeException.of(e);
    } finally {
      channel.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
    }
  }

  /** One item with sequence 1; what is durable already is answered from the store. */
  private static void ingest(ManagedChannel channel, byte[] letter) throws Exception {
    CreateIngestSessionRequest create =
        CreateIngestSessionRequest.newBuilder()
            .setParent("collections/examples")
            .setIngestSessionId("java-first")
            .build();
    String session =
        IngestServiceGrpc.newBlockingStub(channel)
            .withDeadlineAfter(30, TimeUnit.SECONDS)
            .createIngestSession(create)
            .getSession()
            .getName();
    IngestItem item =
        IngestItem.newBuilder()
            .setSequence(1)
            .setDocumentId("first")
            .setContent(DocumentContent.newBuilder().setData(ByteString.copyFrom(letter)))
            .build();
    Answers answers = new Answers();
    StreamObserver<StreamIngestRequest> requests =
        IngestServiceGrpc.newStub(channel).withDeadlineAfter(60, TimeUnit.SECONDS).streamIngest(answers);
    requests.onNext(
        StreamIngestRequest.newBuilder()
            .setOpen(StreamIngestRequest.Open.newBuilder().setIngestSession(session))
            .build());
    requests.onNext(StreamIngestRequest.newBuilder().setItem(item).build());
    requests.onCompleted();
    answers.end.get();
  }

  private static void printCommitments(ManagedChannel channel) {
    StreamCommitmentsRequest request =
        StreamCommitmentsRequest.newBuilder()
            .setSelector(RecordSelector.newBuilder().addParents("collections/examples/documents/first"))
            .build();
    QueryServiceGrpc.newBlockingStub(channel)
        .withDeadlineAfter(30, TimeUnit.SECONDS)
        .streamCommitments(request)
        .forEachRemaining(
            message -> message.getCommitmentsList().forEach(commitment -> OUT.println(commitment.getText())));
  }

  private static final class Answers implements StreamObserver<StreamIngestResponse> {
    final CompletableFuture<Void> end = new CompletableFuture<>();

    @Override
    public void onNext(StreamIngestResponse answer) {
      answer
          .getAck()
          .getResultsList()
          .forEach(result -> OUT.println(result.getOutcome() + " " + result.getRevision()));
    }

    @Override
    public void onError(Throwable cause) {
      end.completeExceptionally(cause);
    }

    @Override
    public void onCompleted() {
      end.complete(null);
    }
  }
}
