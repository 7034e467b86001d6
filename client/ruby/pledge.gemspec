# Packed in build/clients/ruby, where ./dev clients puts this and the generated files together.
Gem::Specification.new do |spec|
  spec.name = 'pledge'
  spec.version = '0.1.0'
  spec.summary = 'Client of Pledge, the store of government reply letters'
  spec.authors = ['The Pledge authors']
  spec.license = 'Apache-2.0'
  spec.required_ruby_version = '>= 3.0'
  spec.files = Dir['lib/**/*', 'README.md']
  spec.add_dependency 'google-protobuf', '~> 3.21'
  spec.add_dependency 'googleapis-common-protos-types', '~> 1.4'
  spec.add_dependency 'grpc', '~> 1.51'
end
