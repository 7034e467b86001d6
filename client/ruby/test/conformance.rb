# Runs client/conformance/cases.json with the plain stubs against the server in PLEDGE_SERVER, with TLS when there is a
# PLEDGE_CA.
# usage: conformance.rb CASES.json      exit 0: all hold, 1: some do not, each said
require 'json'
require 'pledge'

UNIT = 'OFFSET_UNIT_CODE_POINT'.freeze # what size and slices of a String in UTF-8 count
DEADLINE_MS = 30_000

# All values that a path such as messages.*.documents.0.name leads to.
def values_at(tree, path)
  path.split('.').reduce([tree]) do |found, part|
    found.flat_map do |value|
      case value
      when Array then elements(value, part)
      when Hash then value.key?(part) ? [value[part]] : []
      else []
      end
    end
  end
end

def elements(list, part)
  return list if part == '*'

  index = part == 'last' ? list.size - 1 : Integer(part)
  index.between?(0, list.size - 1) ? [list[index]] : []
end

# The value with the words that begin with $ replaced.
def substitute(value, letters, saved)
  case value
  when Hash then value.transform_values { |inner| substitute(inner, letters, saved) }
  when Array then value.map { |inner| substitute(inner, letters, saved) }
  when /\A\$letter:(.*):(.*)\z/ then [letters[$1].gsub('{n}', $2)].pack('m0')
  when /\A\$saved:(.*)\z/ then saved.fetch($1)
  when '$unit' then UNIT
  else value
  end
end

# Whether the text between the record's offsets is the record's text.
def slice?(record, text)
  range = record['provenance']['textRange']
  text[range.fetch('start', 0).to_i...range['end'].to_i] == record['text']
end

def holds?(result, path, relation, wanted)
  found = values_at(result, path)
  case relation
  when 'is' then (path.include?('*') ? found : found.first) == wanted
  when 'set' then found.sort == wanted.sort
  when 'count' then found.size == wanted
  when 'contains' then found.any? { |text| text.include?(wanted) }
  when 'lacks' then found.none? { |text| text.include?(wanted) }
  when 'slices'
    text = values_at(result, wanted).first
    found.any? && found.all? { |record| slice?(record, text) }
  else raise "no relation #{relation}"
  end
end

# Makes the call; what came back, in the form of client/conformance/README.md.
def run_step(step)
  result = { 'code' => 'OK', 'messages' => [] }
  Pledge.errors { call(step, result) }
  result
rescue Pledge::Error => e
  result.merge('code' => e.code.to_s, 'reason' => e.reason, 'domain' => e.domain, 'metadata' => e.metadata,
               'resource' => e.resource, 'fields' => e.fields, 'requestId' => e.request_id, 'message' => e.message)
end

# Those of the files in the environment, or plaintext.
def credentials
  return :this_channel_is_insecure unless ENV.key?('PLEDGE_CA')

  files = %w[PLEDGE_CA PLEDGE_KEY PLEDGE_CERTIFICATE].filter_map { |name| ENV[name] && File.read(ENV[name]) }
  GRPC::Core::ChannelCredentials.new(*files)
end

def call(step, result)
  service, name = step['method'].split('/')
  service = Pledge::V1.const_get(service)
  description = service::Service.rpc_descs.fetch(name.to_sym)
  takes_stream = description.client_streamer? || description.bidi_streamer?
  input = takes_stream ? description.input.type : description.input
  requests = step.fetch('requests', [step['request']]).map { |one| input.decode_json(JSON.generate(one)) }
  operation = Pledge.connect(service::Stub, ENV.fetch('PLEDGE_SERVER'), credentials).public_send(
    GRPC::GenericService.underscore(name), takes_stream ? requests : requests.first, return_op: true,
    deadline: Time.now + step.fetch('deadline_ms', DEADLINE_MS) / 1000.0, metadata: step.fetch('metadata', {})
  )
  answers = operation.execute
  answers = [answers] unless answers.is_a?(Enumerator)
  answers.each do |message|
    next if result['code'] == 'CANCELLED' # it was underway already

    result['messages'] << JSON.parse(message.to_json)
    path, count = step['stop_after']
    next unless path && values_at(result, path).size >= count

    operation.cancel
    result['code'] = 'CANCELLED'
  end
end

# What does not hold, one line each.
def run_case(steps, letters)
  saved = {}
  steps.each.with_index(1) do |raw, number|
    step = substitute(raw, letters, saved)
    result = run_step(step)
    checks = [['code', 'is', step.fetch('code', 'OK')], *step['checks']]
    faults = checks.reject { |check| holds?(result, *check) }.map do |check|
      "step #{number}, #{step['method']}: #{check}, but it is #{values_at(result, check.first)} #{result['message']}"
    end
    return faults if faults.any?

    step.fetch('save', {}).each { |name, path| saved[name] = values_at(result, path).first }
  end
  []
end

list = JSON.parse(File.read(ARGV.fetch(0), encoding: 'UTF-8'))
failed = list['cases'].count do |one|
  faults = run_case(one['steps'], list['letters'])
  puts faults.empty? ? "ok  #{one['name']}" : ["FAILED #{one['name']}", *faults].join("\n  ")
  faults.any?
end
exit(failed.zero? ? 0 : 1)
