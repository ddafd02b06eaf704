-- Whoever gets another username because a domain goes is told it, where whoever removes the domain says so.
ALTER TABLE messages
  DROP CONSTRAINT messages_kind_check,
  ADD CONSTRAINT messages_kind_check CHECK (kind IN ('invitation', 'welcomeQr', 'loginDetails', 'reset',
    'passwordChanged', 'secondStepChanged', 'signInCode', 'signInAlert', 'usernameChanged', 'own', 'test'));
ALTER TABLE message_templates
  DROP CONSTRAINT message_templates_kind_check,
  ADD CONSTRAINT message_templates_kind_check CHECK (kind IN ('invitation', 'welcomeQr', 'loginDetails', 'reset',
    'passwordChanged', 'secondStepChanged', 'signInAlert', 'usernameChanged', 'own'));
