# Takes in one letter and prints what it promises. usage: first.rb HOST:PORT LETTER
require 'pledge'

address, path = ARGV
ingest = Pledge.connect(Pledge::V1::IngestService::Stub, address)
queries = Pledge.connect(Pledge::V1::QueryService::Stub, address)

def deadline(seconds)
  Time.now + seconds
end

Pledge.errors do
  session = ingest.create_ingest_session(
    Pledge::V1::CreateIngestSessionRequest.new(parent: 'collections/examples', ingest_session_id: 'ruby-first'),
    deadline: deadline(30)
  ).session
  # One item with sequence 1; what is durable already is answered from the store.
  item = Pledge::V1::IngestItem.new(
    sequence: 1, document_id: 'first', content: Pledge::V1::DocumentContent.new(data: File.binread(path))
  )
  requests = [
    Pledge::V1::StreamIngestRequest.new(open: Pledge::V1::StreamIngestRequest::Open.new(ingest_session: session.name)),
    Pledge::V1::StreamIngestRequest.new(item: item)
  ]
  ingest.stream_ingest(requests, deadline: deadline(60)).each do |answer|
    answer.ack&.results&.each { |result| puts "#{result.outcome} #{result.revision}" }
  end

  selector = Pledge::V1::RecordSelector.new(parents: ['collections/examples/documents/first'])
  request = Pledge::V1::StreamCommitmentsRequest.new(selector: selector)
  queries.stream_commitments(request, deadline: deadline(30)).each do |message|
    message.commitments.each { |commitment| puts commitment.text }
  end
end
