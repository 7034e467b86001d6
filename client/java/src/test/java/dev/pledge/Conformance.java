package dev.pledge;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import com.google.rpc.ErrorDetailsProto;
import dev.pledge.v1.AdminServiceGrpc;
import dev.pledge.v1.DocumentServiceGrpc;
import dev.pledge.v1.IngestServiceGrpc;
import dev.pledge.v1.JobServiceGrpc;
import dev.pledge.v1.QueryServiceGrpc;
import dev.pledge.v1.WatchServiceGrpc;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServiceDescriptor;
import io.grpc.Status;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Runs client/conformance/cases.json with the plain stubs against the server in PLEDGE_SERVER. usage: Conformance
 * CASES.json; exit code 0: all hold, 1: some do not, each said.
 */
public final class Conformance {
  private static final int DEADLINE_MS = 30_000;
  private static final PrintStream OUT = new PrintStream(System.out, true, StandardCharsets.UTF_8);
  /** Knows the error details that results of ingest hold. */
  private static final JsonFormat.Printer PRINTER =
      JsonFormat.printer()
          .usingTypeRegistry(
              JsonFormat.TypeRegistry.newBuilder().add(ErrorDetailsProto.getDescriptor().getMessageTypes()).build());

  private static final List<ServiceDescriptor> SERVICES =
      List.of(
          AdminServiceGrpc.getServiceDescriptor(),
          DocumentServiceGrpc.getServiceDescriptor(),
          IngestServiceGrpc.getServiceDescriptor(),
          JobServiceGrpc.getServiceDescriptor(),
          QueryServiceGrpc.getServiceDescriptor(),
          WatchServiceGrpc.getServiceDescriptor());

  private final ManagedChannel channel;
  private final JsonObject letters;

  private Conformance(ManagedChannel channel, JsonObject letters) {
    this.channel = channel;
    this.letters = letters;
  }

  public static void main(String[] arguments) throws Exception {
    JsonObject list = JsonParser.parseString(Files.readString(Path.of(arguments[0]))).getAsJsonObject();
    ManagedChannel channel = Pledge.channel(System.getenv("PLEDGE_SERVER")).usePlaintext().build();
    Conformance runner = new Conformance(channel, list.getAsJsonObject("letters"));
    int failed = 0;
    for (JsonElement one : list.getAsJsonArray("cases")) {
      String name = one.getAsJsonObject().get("name").getAsString();
      List<String> faults = runner.runCase(one.getAsJsonObject().getAsJsonArray("steps"));
      OUT.println(faults.isEmpty() ? "ok  " + name : "FAILED " + name + "\n  " + String.join("\n  ", faults));
      if (!faults.isEmpty()) ++failed;
    }
    channel.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
    System.exit(failed == 0 ? 0 : 1);
  }

  /** What does not hold, one line each. */
  private List<String> runCase(JsonArray steps) throws Exception {
    Map<String, JsonElement> saved = new HashMap<>();
    for (int number = 0; number < steps.size(); ++number) {
      JsonObject step = JsonTree.substitute(steps.get(number), letters, saved).getAsJsonObject();
      JsonObject result = runStep(step);
      JsonArray checks = new JsonArray();
      String code = step.has("code") ? step.get("code").getAsString() : "OK";
      checks.add(JsonParser.parseString("[\"code\", \"is\", \"" + code + "\"]"));
      if (step.has("checks")) checks.addAll(step.getAsJsonArray("checks"));
      List<String> faults = new ArrayList<>();
      for (JsonElement check : checks) {
        String path = check.getAsJsonArray().get(0).getAsString();
        if (JsonTree.holds(result, path, check.getAsJsonArray())) continue;
        faults.add(
            String.format(
                "step %d, %s: %s, but it is %s %s",
                number + 1, step.get("method"), check, JsonTree.valuesAt(result, path), result.get("message")));
      }
      if (!faults.isEmpty()) return faults;
      if (!step.has("save")) continue;
      for (Map.Entry<String, JsonElement> entry : step.getAsJsonObject("save").entrySet()) {
        saved.put(entry.getKey(), JsonTree.valuesAt(result, entry.getValue().getAsString()).get(0));
      }
    }
    return List.of();
  }

  /** Makes the call; what came back, in the form of client/conformance/README.md. */
  private JsonObject runStep(JsonObject step) throws Exception {
    MethodDescriptor<Message, Message> method = find(step.get("method").getAsString());
    JsonArray requests = step.getAsJsonArray("requests");
    if (requests == null) {
      requests = new JsonArray();
      requests.add(step.get("request"));
    }
    int deadline = step.has("deadline_ms") ? step.get("deadline_ms").getAsInt() : DEADLINE_MS;
    Metadata headers = new Metadata();
    if (step.has("metadata")) {
      for (Map.Entry<String, JsonElement> entry : step.getAsJsonObject("metadata").entrySet()) {
        headers.put(
            Metadata.Key.of(entry.getKey(), Metadata.ASCII_STRING_MARSHALLER), entry.getValue().getAsString());
      }
    }
    ClientCall<Message, Message> call =
        channel.newCall(method, CallOptions.DEFAULT.withDeadlineAfter(deadline, TimeUnit.MILLISECONDS));
    Answers answers = new Answers(call, step.getAsJsonArray("stop_after"));
    call.start(answers, headers);
    Message prototype = prototype(method.getRequestMarshaller());
    for (JsonElement one : requests) {
      Message.Builder request = prototype.newBuilderForType();
      JsonFormat.parser().merge(one.toString(), request);
      call.sendMessage(request.build());
    }
    call.halfClose();
    call.request(1); // only now, for nothing can be sent on a call that an answer has made us cancel
    return answers.result.get();
  }

  @SuppressWarnings("unchecked") // all our messages are Messages
  private static MethodDescriptor<Message, Message> find(String name) {
    for (ServiceDescriptor service : SERVICES) {
      for (MethodDescriptor<?, ?> method : service.getMethods()) {
        if (method.getFullMethodName().equals("pledge.v1." + name)) {
          return (MethodDescriptor<Message, Message>) method;
        }
      }
    }
    throw new IllegalArgumentException("no method " + name);
  }

  private static Message prototype(MethodDescriptor.Marshaller<Message> marshaller) {
    return (Message) ((MethodDescriptor.PrototypeMarshaller<Message>) marshaller).getMessagePrototype();
  }

  private static final class Answers extends ClientCall.Listener<Message> {
    final CompletableFuture<JsonObject> result = new CompletableFuture<>();
    private final ClientCall<Message, Message> call;
    private final JsonArray stopAfter;
    private boolean isStopped = false;
    private final JsonObject tree = new JsonObject();

    Answers(ClientCall<Message, Message> call, JsonArray stopAfter) {
      this.call = call;
      this.stopAfter = stopAfter;
      tree.add("messages", new JsonArray());
    }

    @Override
    public void onMessage(Message message) {
      if (isStopped) return; // it was underway already
      try {
        tree.getAsJsonArray("messages").add(JsonParser.parseString(PRINTER.print(message)));
      } catch (Exception e) {
        result.completeExceptionally(e);
      }
      if (stopAfter != null
          && JsonTree.valuesAt(tree, stopAfter.get(0).getAsString()).size() >= stopAfter.get(1).getAsInt()) {
        call.cancel("enough has come", null);
        isStopped = true;
      }
      call.request(1);
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
      tree.addProperty("code", isStopped && status.isOk() ? "CANCELLED" : status.getCode().name());
      if (!status.isOk()) {
        PledgeException error = PledgeException.of(status, trailers);
        tree.addProperty("reason", error.reason());
        tree.addProperty("domain", error.domain());
        tree.addProperty("message", error.getMessage());
        tree.addProperty("resource", error.resource());
        tree.addProperty("requestId", error.requestId());
        tree.add("fields", new Gson().toJsonTree(error.fields()));
        tree.add("metadata", new Gson().toJsonTree(error.metadata()));
      }
      result.complete(tree);
    }
  }
}
